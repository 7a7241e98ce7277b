"""Reads migration files without a database and says what they would do to a busy one."""
