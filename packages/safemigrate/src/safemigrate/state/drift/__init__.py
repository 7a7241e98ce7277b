"""Compares the database with the schema its revisions create, and writes a repair revision."""
