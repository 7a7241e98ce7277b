"""Reads migration files without a database and reports what they would do to a busy one."""
