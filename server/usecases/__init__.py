"""The verbs of the Commission: one file a verb."""
