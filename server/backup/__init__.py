"""Backup and restore: what is copied, what is kept apart, and how a restored house goes on without taking back."""
