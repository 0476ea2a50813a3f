"""Clients of the publisher's and the event process's local sockets."""
