"""What the pending revisions would do to the database, found by running them on a clone."""
