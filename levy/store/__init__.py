"""Database queries, one file per kind of record; the caller owns the transaction."""
