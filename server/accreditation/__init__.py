"""The law: nouns and rules of the Regulation on international observers, standard library only."""
