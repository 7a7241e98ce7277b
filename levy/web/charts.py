"""Drawings of an area's rates: its stack, and the room that each limit leaves.

They are pictures of tables that stand beside them; nothing can be read from them alone.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from levy.law.area_limits import AreaLimit, StackedRate
from levy.web.format import per_thousand, rate, written_together

_LETTER = 17  # the width of a letter, as wide as they get, of a thousand


class Segment(NamedTuple):
    """A part of a bar: where it begins and how long it is, of a thousand; its name where it fits.

    shade  0 to 3, so that neighbours differ
    says   what a pointer over it is told
    """

    start: int
    length: int
    name: str
    shade: int
    says: str


class Gauge(NamedTuple):
    """A limit, drawn to scale: levels from the one never cut to the one cut first, then room.

    mark      where the limit is, of a thousand
    sentence  who would lose first
    """

    segments: tuple[Segment, ...]
    mark: int
    sentence: str


def stack(rates: Iterable[tuple[str, Decimal]]) -> tuple[Segment, ...]:
    """Return a bar of levies by their rates, each as long as its share."""
    known = [(name, number) for name, number in rates if number > 0]
    whole = sum((number for _, number in known), Decimal(0))
    return _segments([(name, number, f"{name} {rate(number)}") for name, number in known], whole)


def gauge(limit: AreaLimit) -> Gauge | None:
    """Return the drawing of a limit; None while something of it is not known."""
    if limit.limit is None or limit.left is None or not limit.levels:
        return None
    bars = []
    for level in limit.levels:
        total = sum((one.rate for one in level.rates), Decimal(0))
        if total > 0:
            bars.append((_levies(level.rates), total, f"{level.name}: {rate(total)}"))
    counted = sum((total for _, total, _ in bars), Decimal(0))
    scale = max(limit.limit, counted)
    mark = per_thousand(limit.limit, scale)
    return Gauge(_segments(bars, scale), mark, _first_to_lose(limit))


def _segments(bars: Iterable[tuple[str, Decimal, str]], scale: Decimal) -> tuple[Segment, ...]:
    segments, reached = [], Decimal(0)
    for number, (name, length, says) in enumerate(bars):
        start = per_thousand(reached, scale)
        reached += length
        end = per_thousand(reached, scale)
        fits = name if len(name) * _LETTER <= end - start else ""
        segments.append(Segment(start, end - start, fits, number % 4, says))
    return tuple(segments)


def _levies(rates: Iterable[StackedRate]) -> str:
    return ", ".join(dict.fromkeys(one.levy for one in rates))


def _first_to_lose(limit: AreaLimit) -> str:
    """Say who loses first, from the level that is cut first and has anything to lose."""
    left = limit.left
    levels = [[part.levy for part in one.rates if part.rate > 0] for one in limit.levels]
    last = next((levies for levies in reversed(levels) if levies), [])
    if left is None or left < 0 or not last:
        return ""
    levies = list(dict.fromkeys(last))
    return (
        f"If rates that count here rise by more than ${rate(left)}, the first to lose "
        f"{'is' if len(levies) == 1 else 'are'} {written_together(levies)}."
    )
