"""The amounts that could decide a levy, each with a bar that shows its size."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.form import Candidate
from levy.web import format as fmt


class Bar(NamedTuple):
    """A candidate, and the length of its bar, in thousandths of the longest."""

    candidate: Candidate
    length: int


def bars(candidates: tuple[Candidate, ...]) -> tuple[Bar, ...]:
    """Return the bars of the candidates, in their order."""
    amounts = [candidate.amount or Decimal(0) for candidate in candidates]
    widest = max(amounts, default=Decimal(0))
    return tuple(
        Bar(candidate, fmt.per_thousand(amount, widest))
        for candidate, amount in zip(candidates, amounts, strict=True)
    )
