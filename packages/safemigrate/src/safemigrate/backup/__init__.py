"""Backups of a database: made whole or not at all, proven by restoring them, kept for a time."""
