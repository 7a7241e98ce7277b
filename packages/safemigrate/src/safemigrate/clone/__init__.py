"""A database with the same schema and no rows, made in one place."""
