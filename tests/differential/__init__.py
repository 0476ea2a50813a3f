"""The same mutated inputs through both languages; their answers must be equal to the last field."""
