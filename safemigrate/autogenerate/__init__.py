"""What `db migrate` sees beyond Alembic: renames, told from a drop and an addition."""
