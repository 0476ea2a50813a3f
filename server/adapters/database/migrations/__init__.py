"""Migrations: every change of shape, in order; a migration never changes once it ran anywhere."""
