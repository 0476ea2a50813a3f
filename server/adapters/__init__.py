"""Technologies, each behind a port; none imports another."""
