"""Makes `db migrate` write revisions that are safe to run on tables in use, one phase per file.

Alembic finds the differences.  It would see a rename as a drop and an addition, so renames are
applied first.  Its proposal is split into units, each with its downgrade and in its safe form.
"""
