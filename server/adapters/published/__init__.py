"""The folder of everything the public may know: written by the publisher, read by the public processes."""
