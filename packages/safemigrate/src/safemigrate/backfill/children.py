"""A table with all that inherit from it: the rows of every one are changed with its own."""

WITH_CHILDREN = """
WITH RECURSIVE family (oid) AS (
    SELECT to_regclass(%s)::oid
    UNION SELECT i.inhrelid FROM pg_inherits i JOIN family ON i.inhparent = family.oid
)
SELECT oid FROM family
"""
