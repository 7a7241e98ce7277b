"""The amounts that could have decided a levy: the lines that Washington's forms compare."""

from levy.kinds import Binding
from levy.law.form import Candidate
from levy.law.season import LevyResult
from levy.law.units import or_zero

# The lines, in the order of the form: key, label, what allows that amount, the binding it means.
_COMPARED = (
    ("P2I", "Levy limit + refund", "the levy limit", Binding.LIMIT),
    ("voted_levy", "Rate that voters approved", "the rate that voters approved", Binding.LIMIT),
    ("per_pupil", "Per-pupil maximum", "the per-pupil maximum", Binding.LIMIT),
    ("P2G", "Resolution + refund", "the resolution", Binding.RESOLUTION),
    ("P2H", "Request", "the request", Binding.CERTIFIED),
    ("certified", "Request", "the request", Binding.CERTIFIED),
    ("I", "Statutory maximum", "the statutory maximum rate", Binding.STATUTORY),
    (
        "maximum_amount",
        "Highest rate of the law",
        "the highest rate of the law",
        Binding.STATUTORY,
    ),
)


def candidates(result: LevyResult) -> tuple[Candidate, ...]:
    """Return the amounts compared, lowest first and blanks last; none if there was only one."""
    sheet = result.worksheet
    if sheet is None:
        return ()
    compared = [
        Candidate(key, label, allows, sheet.value(key), kind is result.binding)
        for key, label, allows, kind in _COMPARED
        if sheet.has(key)
    ]
    if len(compared) < 2:
        return ()
    return tuple(sorted(compared, key=lambda line: (line.amount is None, or_zero(line.amount))))
