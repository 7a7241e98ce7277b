"""Whether a migration lost a write or made one twice: the writers' log against the table.

Each write that was committed is in the log of its writer.  The table's checksum before, and what
the logged writes add to it, is its checksum afterwards: rows, amounts and points, the last two
times a weight that tells one purchase from another.
"""

from collections.abc import Iterable
from typing import NamedTuple

import psycopg
from psycopg.sql import SQL, Identifier

WEIGHTS = 9_973  # a prime: few purchases share a weight
ADDED = {"pay": (0, 1, 0), "buy": (1, 5, 1), "reward": (0, 0, 1)}  # rows, amount, points

Write = tuple[str, int]  # its kind, and the number of its purchase
SUMS = SQL("""
SELECT count(*), sum(amount * (number % {weights} + 1))::numeric(40),
       sum({points}::numeric * (number % {weights} + 1)),
       coalesce(sum(number % {weights} + 1) FILTER (WHERE number <= {rows}), 0)
FROM purchase
""")


class Checksum(NamedTuple):
    """What the table holds; `weights` is that of the initial purchases."""

    rows: int
    amounts: int
    points: int
    weights: int


def checksum(url: str, rows: int, points: str = "points") -> Checksum:
    """Return the table's checksum; `points` is what the column of points is called."""
    query = SUMS.format(weights=WEIGHTS, rows=rows, points=Identifier(points))
    with psycopg.connect(url) as connection:
        [found] = connection.execute(query)
        return Checksum(*map(int, found))


def expected(before: Checksum, log: Iterable[Write], *, raised: int = 0) -> Checksum:
    """Return the checksum after the writes of a log.

    raised  what the migration itself adds to the amount of each initial purchase
    """
    rows, amounts, points, weights = before
    amounts += raised * weights
    for kind, number in log:
        weight = number % WEIGHTS + 1
        made, amount, earned = ADDED[kind]
        rows, amounts, points = rows + made, amounts + amount * weight, points + earned * weight
    return Checksum(rows, amounts, points, weights)
