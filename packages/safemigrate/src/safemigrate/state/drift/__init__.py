"""Compares the database with what its revisions make, and writes the revision that mends it."""
