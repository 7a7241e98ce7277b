"""Drawings of an area's rates: its stack, and the room that each limit leaves.

They illustrate the tables next to them, and show nothing that the tables do not.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from levy.law.area_limits import AreaLimit, StackedRate
from levy.web.format import per_thousand, rate, written_together

_LETTER = 17  # width of the widest letter, in thousandths of the drawing


class Segment(NamedTuple):
    """A part of a bar: its start and length in thousandths, and its name if it fits.

    shade    0 to 3, so that neighbors differ
    tooltip  text shown on hover
    """

    start: int
    length: int
    name: str
    shade: int
    tooltip: str


class Gauge(NamedTuple):
    """A limit, drawn to scale: levels from the one never cut to the one cut first, then room.

    mark      position of the limit, in thousandths
    sentence  says which levy would lose first
    """

    segments: tuple[Segment, ...]
    mark: int
    sentence: str


def stack(rates: Iterable[tuple[str, Decimal]]) -> tuple[Segment, ...]:
    """Return a bar of levies, each as long as its share of the rates."""
    bars = [(name, number) for name, number in rates if number > 0]
    whole = sum((number for _, number in bars), Decimal(0))
    return _segments([(name, number, f"{name} {rate(number)}") for name, number in bars], whole)


def gauge(limit: AreaLimit) -> Gauge | None:
    """Return the drawing of a limit; None if a part of it is not known."""
    if limit.limit is None or limit.left is None or not limit.levels:
        return None
    bars = []
    for level in limit.levels:
        total = sum((part.rate for part in level.rates), Decimal(0))
        if total > 0:
            bars.append((_levy_codes(level.rates), total, f"{level.name}: {rate(total)}"))
    counted = sum((total for _, total, _ in bars), Decimal(0))
    scale = max(limit.limit, counted)
    mark = per_thousand(limit.limit, scale)
    return Gauge(_segments(bars, scale), mark, _first_to_lose(limit))


def _segments(bars: Iterable[tuple[str, Decimal, str]], scale: Decimal) -> tuple[Segment, ...]:
    segments, reached = [], Decimal(0)
    for number, (name, length, tooltip) in enumerate(bars):
        start = per_thousand(reached, scale)
        reached += length
        end = per_thousand(reached, scale)
        fits = name if len(name) * _LETTER <= end - start else ""
        segments.append(Segment(start, end - start, fits, number % 4, tooltip))
    return tuple(segments)


def _levy_codes(rates: Iterable[StackedRate]) -> str:
    return ", ".join(dict.fromkeys(part.levy for part in rates))


def _first_to_lose(limit: AreaLimit) -> str:
    """Return which levies lose first: those of the first level to be cut that has a rate."""
    left = limit.left
    levels = [[part.levy for part in level.rates if part.rate > 0] for level in limit.levels]
    last = next((levies for levies in reversed(levels) if levies), [])
    if left is None or left < 0 or not last:
        return ""
    levies = list(dict.fromkeys(last))
    return (
        f"If rates that count here rise by more than ${rate(left)}, the first to lose "
        f"{'is' if len(levies) == 1 else 'are'} {written_together(levies)}."
    )
