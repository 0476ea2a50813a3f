"""The server: law, bytes, verbs, adapters and audiences."""
