"""A table and all that inherit from it: a backfill changes the rows of all of them."""

WITH_CHILDREN = """
WITH RECURSIVE family (oid) AS (
    SELECT to_regclass(%s)::oid
    UNION SELECT i.inhrelid FROM pg_inherits i JOIN family ON i.inhparent = family.oid
)
SELECT oid FROM family
"""
