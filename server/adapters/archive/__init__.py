"""Backups as folders: whole or not there at all, each file named by the manifest with its hash."""
