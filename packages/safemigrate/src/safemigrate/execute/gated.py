"""Which of SQLAlchemy's connections have a gate, by id(): whoever else executes keeps away.

Of several listeners that execute a statement only the first is asked, and their order cannot be
chosen.
"""

GATED: set[int] = set()
