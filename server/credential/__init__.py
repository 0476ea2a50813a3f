"""The bytes: nouns of the standards. No I/O, no clock, no framework."""
