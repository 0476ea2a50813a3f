"""The verifier in a real browser, against a loopback site of its own."""
