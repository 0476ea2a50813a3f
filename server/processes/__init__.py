"""Long-running processes: signer, publisher, events."""
