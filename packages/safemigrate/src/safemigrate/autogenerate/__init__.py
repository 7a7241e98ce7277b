"""Makes `db migrate` write what is safe to run while people work, one phase a file.

Alembic finds the differences, and is told of renames, which it takes for a drop and an addition.
What it proposes is taken apart into units, each with its way back, and written in its safe form.
"""
