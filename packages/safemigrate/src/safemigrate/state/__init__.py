"""Which revision a database is at, and what is wrong with it."""
