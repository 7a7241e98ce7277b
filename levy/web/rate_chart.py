"""A Vega-Lite chart of an area's rates: all of them, and those that count in each limit."""

from decimal import Decimal
from typing import Any

from levy.web import format as fmt
from levy.web.area_view import AreaPage

_ZERO = Decimal(0)
_BAR = 28  # height of a bar, in pixels
_BLUES = ["#1a4480", "#73b3e7", "#2378c3", "#a9cdec"]  # of USWDS; neighbors differ
_X = {"type": "quantitative", "title": "Rate, $ per $1,000"}

Rows = list[dict[str, str]]


def rate_chart(page: AreaPage) -> dict[str, Any] | None:
    """Return the chart, or None if a rate of the area is not known.

    Rates are strings: Vega parses them only to draw, and tooltips show the strings.
    https://vega.github.io/vega-lite/docs/spec.html
    """
    if page.waiting or page.totals is None or not page.totals.total_rate:
        return None
    rates = {row.levy.levy: row.result.rate or _ZERO for row in page.stack if row.result}
    known_limits = [limit for limit in page.limits.limits if limit.left is not None]
    bars = {"All levies": rates}
    for limit in known_limits:
        bars[f"Counted in {limit.short}"] = {
            code: limit.rates[code] or _ZERO for code in rates if code in limit.rates
        }
    parts = [part for name, counted in bars.items() for part in _parts(name, counted)]
    limits = [
        {"bar": f"Counted in {limit.short}", "limit": str(limit.limit)} for limit in known_limits
    ]
    return {
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": "container",
        "height": _BAR * len(bars),
        "encoding": {"y": {"field": "bar", "sort": None, "title": None}},
        "layer": [_of_parts(parts), _of_limits(limits)],
    }


def _parts(bar: str, rates: dict[str, Decimal]) -> Rows:
    parts, upto = [], _ZERO
    for levy, rate in rates.items():
        ends = {"from": str(upto), "to": str(upto + rate)}
        parts.append({"bar": bar, "levy": levy, "rate": fmt.rate(rate), **ends})
        upto += rate
    return parts


def _of_parts(parts: Rows) -> dict[str, Any]:
    return {
        "data": {"values": parts, "format": {"parse": {"from": "number", "to": "number"}}},
        "mark": {"type": "bar", "stroke": "#fff"},
        "encoding": {
            "x": {"field": "from", **_X},
            "x2": {"field": "to"},
            "color": {"field": "levy", "legend": None, "sort": None, "scale": {"range": _BLUES}},
            "tooltip": [
                {"field": "levy", "title": "Levy"},
                {"field": "rate", "title": _X["title"]},
            ],
        },
    }


def _of_limits(limits: Rows) -> dict[str, Any]:
    return {
        "data": {"values": limits, "format": {"parse": {"limit": "number"}}},
        "mark": {"type": "tick", "thickness": 3, "color": "#b50909"},
        "encoding": {"x": {"field": "limit", **_X}},
    }
