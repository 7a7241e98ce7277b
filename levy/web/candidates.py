"""What could have decided a levy: the amounts that were compared, from lowest to highest."""

from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding
from levy.law.season import LevyResult
from levy.web import format as written


class Candidate(NamedTuple):
    """An amount that a levy may not pass.

    amount  dollars; None where it was not given, and so binds nothing
    decides whether it is the one that decided
    length  of its bar, of a thousand
    """

    label: str
    key: str
    amount: Decimal | None
    decides: bool
    length: int


# The lines that are compared, in the order of the form: key, what it is, what it would be.
_COMPARED = (
    ("P2I", "Levy limit + refund", Binding.LIMIT),
    ("voted_levy", "Rate that voters approved", Binding.LIMIT),
    ("per_pupil", "Per-pupil maximum", Binding.LIMIT),
    ("P2G", "Resolution + refund", Binding.RESOLUTION),
    ("P2H", "Request", Binding.CERTIFIED),
    ("certified", "Request", Binding.CERTIFIED),
    ("I", "Statutory maximum", Binding.STATUTORY),
    ("maximum_amount", "Highest rate of the law", Binding.STATUTORY),
)


def candidates(result: LevyResult) -> tuple[Candidate, ...]:
    """Return what was compared, blanks last; nothing where there was nothing to compare."""
    if result.worksheet is None:
        return ()
    values = {line.key: line.value for line in result.worksheet.lines}
    compared = [(key, label, kind) for key, label, kind in _COMPARED if key in values]
    if len(compared) < 2:
        return ()
    widest = max((amount for key, _, _ in compared if (amount := values[key])), default=Decimal(0))
    found = [
        Candidate(
            label,
            key,
            values[key],
            kind is result.binding,
            written.per_thousand(values[key] or Decimal(0), widest),
        )
        for key, label, kind in compared
    ]
    return tuple(sorted(found, key=lambda one: (one.amount is None, one.amount or Decimal(0))))
