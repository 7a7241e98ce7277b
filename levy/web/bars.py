"""The amounts that could have decided a levy, each with a bar to see it by."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.form import Candidate
from levy.web import format as written


class Bar(NamedTuple):
    """A candidate, and the length of its bar, of a thousand."""

    candidate: Candidate
    length: int


def bars(candidates: tuple[Candidate, ...]) -> tuple[Bar, ...]:
    """Return the candidates in their order; the highest has the longest bar."""
    amounts = [one.amount or Decimal(0) for one in candidates]
    widest = max(amounts, default=Decimal(0))
    return tuple(
        Bar(one, written.per_thousand(amount, widest))
        for one, amount in zip(candidates, amounts, strict=True)
    )
