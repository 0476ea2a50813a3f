"""The law: nouns of the Regulation. Standard library only."""
