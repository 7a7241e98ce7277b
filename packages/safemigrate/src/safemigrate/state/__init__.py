"""Where a database is, and what is not as it should be."""
