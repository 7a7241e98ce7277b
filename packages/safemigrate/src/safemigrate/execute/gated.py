"""The id() of each SQLAlchemy connection that has a gate: other listeners leave these alone.

If several listeners execute statements, SQLAlchemy calls only the first, and their order cannot
be chosen.
"""

GATED: set[int] = set()
