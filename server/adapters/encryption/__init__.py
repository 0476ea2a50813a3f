"""Encryption at rest: copies of identity documents under one key an application, keys apart from the database."""
