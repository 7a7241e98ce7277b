"""Backups of a database: complete or absent, proven by restoring them, kept for a time."""
