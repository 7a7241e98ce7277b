"""Makes `db migrate` write what is safe to run while people work, one phase a file.

Alembic finds the differences; what it proposes is taken apart into units, each with its way back,
and every unit is written in its safe form.
"""
