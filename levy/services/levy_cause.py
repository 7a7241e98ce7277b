"""Explains why a published rate, amount or base of a levy differs from ours: likeliest cause."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from levy.law.form import Form
from levy.law.season import AreaValues, LevyResult, PublishedFigure, Season, SeasonResult
from levy.law.units import CERTIFIED, ZERO, quotient, rounded
from levy.law.worksheet import Line
from levy.services import figures
from levy.services.season_form import form_of

_UNITS = {"rate": "rate", "amount": "dollars", "base": "value"}
_LAST_DIGIT = {"rate": Decimal("1E-10"), "amount": Decimal("0.01"), "base": Decimal(1)}
# A county's values change little within a season; a larger difference is another year or levy.
_NEAR = Fraction(1, 20)
_SHORTEST = 5  # a rate with fewer decimals is too short to identify
_PARTS = {
    "the regular value": (("regular",), ()),
    "the value without senior value": (("regular",), ("senior",)),
    "the value without farm machinery": (("regular",), ("farm",)),
    "the value without farm machinery and senior value": (("regular",), ("farm", "senior")),
}


def levy_cause(row: PublishedFigure, ours: LevyResult, season: Season, result: SeasonResult) -> str:
    """Return the likely cause of a difference in one levy's figure."""
    form = form_of(season)
    causes = (
        _rounded_again(row, ours, form),
        _line(row, ours),
        _uncapped(row, ours),
        _whole_dollars(row, ours),
        _last_digit(row, ours),
        _other_levy(row, result),
        _sum_of_areas(row, season),
        _other_value(row, ours, form),
        _value_of_another_date(row, ours, season),
    )
    return next((cause for cause in causes if cause), "no cause is known; ask the source")


def _ours(row: PublishedFigure, levy: LevyResult) -> Decimal:
    figure = {"rate": levy.rate, "amount": levy.tax, "base": levy.county_base}[row.item]
    return ZERO if figure is None else figure


def _lines(levy: LevyResult) -> Iterable[Line]:
    return levy.worksheet.lines if levy.worksheet is not None else ()


def _rounded_again(row: PublishedFigure, ours: LevyResult, form: Form) -> str:
    for line in _lines(ours):
        if row.item == "rate" and line.key == form.rate_line and line.value is not None:
            again = rounded(line.value, CERTIFIED)
            if row.value == again != ours.rate:
                return (
                    f"one rounding too many: the worksheet's {figures.rate(line.value)} was "
                    "rounded a second time"
                )
    return ""


def _line(row: PublishedFigure, ours: LevyResult) -> str:
    """Match another line of the same worksheet: last year's rate, the limit, the request."""
    for line in _lines(ours):
        if line.unit != _UNITS[row.item] or not line.value:
            continue
        if _recognized(row, line.value):
            return f"it is line {line.key} of the worksheet: {line.label}"
    return ""


def _recognized(row: PublishedFigure, figure: Decimal) -> bool:
    exponent = row.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    if row.value == figure:
        return True
    return row.item == "rate" and places >= _SHORTEST and rounded(figure, places) == row.value


def _uncapped(row: PublishedFigure, ours: LevyResult) -> str:
    if row.item == "rate" and row.value == ours.uncapped_rate:
        return "the rate that the request would need before any limit"
    return ""


def _whole_dollars(row: PublishedFigure, ours: LevyResult) -> str:
    if row.item != "amount":
        return ""
    if row.value in {rounded(figure, 0) for figure in (ours.tax, ours.amount) if figure}:
        return "printed in whole dollars"
    return ""


def _last_digit(row: PublishedFigure, ours: LevyResult) -> str:
    if abs(row.value - _ours(row, ours)) == _LAST_DIGIT[row.item]:
        return "off by one in the last digit: one rounding too many, or a figure changed by hand"
    return ""


def _other_levy(row: PublishedFigure, result: SeasonResult) -> str:
    for levy in result.levies:
        if not levy.missing and row.value and row.value == _ours(row, levy):
            return f"it is the {row.item} of {levy.levy}"
    return ""


def _sum_of_areas(row: PublishedFigure, season: Season) -> str:
    """Match another kind of value of the levy's own areas."""
    if row.item != "base":
        return ""
    of_levy = {member.area for member in season.area_levies if member.levy == row.levy}
    areas = [values for values in season.values if values.area in of_levy]
    for name, (added, taken) in _PARTS.items():
        if row.value == _total(areas, added) - _total(areas, taken):
            return f"{name}, added up over its areas{_dates(row, season)}"
    return ""


def _total(areas: Iterable[AreaValues], parts: Iterable[str]) -> Decimal:
    return sum((getattr(area, part) or ZERO for part in parts for area in areas), start=ZERO)


def _other_value(row: PublishedFigure, ours: LevyResult, form: Form) -> str:
    """Match our amount on another value, and our rate on another value."""
    if row.item == "rate" and row.value and ours.base:
        for amount_name, amount in _amounts(ours, form):
            value = quotient(amount * 1000, row.value, 0)
            if _is_near(value, ours.base):
                return f"a rate of another run: {amount_name} on {_distance(value, ours.base)}"
        return "a rate of another year, levy or request"
    if row.item == "amount" and ours.rate and ours.county_base:
        value = quotient(row.value * 1000, ours.rate, 0)
        if _is_near(value, ours.county_base):
            return f"an amount of another run: our rate on {_distance(value, ours.county_base)}"
        return "an amount of another year, levy or request"
    return "a rate of another run or of another year" if row.item == "rate" else ""


def _amounts(ours: LevyResult, form: Form) -> Iterator[tuple[str, Decimal]]:
    if ours.amount:
        yield f"our {figures.dollars(ours.amount)}", ours.amount
    for line in _lines(ours):
        if line.key == form.levy_line and line.value and line.value != ours.amount:
            yield f"our {figures.dollars(line.value)} with its earmarked parts", line.value


def _value_of_another_date(row: PublishedFigure, ours: LevyResult, season: Season) -> str:
    if row.item != "base" or ours.county_base is None:
        return ""
    if not _is_near(row.value, ours.county_base):
        return "a value of another year or levy"
    value = _distance(row.value, ours.county_base)
    return f"a value of another date{_dates(row, season)}: {value}"


def _dates(row: PublishedFigure, season: Season) -> str:
    taken = season.facts.values_as_of
    return f" (of {row.as_of}; ours are of {taken})" if row.as_of and row.as_of != taken else ""


def _is_near(value: Decimal, ours: Decimal) -> bool:
    return abs(Fraction(value) - Fraction(ours)) <= _NEAR * Fraction(ours)


def _distance(value: Decimal, ours: Decimal) -> str:
    off = figures.whole_dollars(abs(value - ours))
    return f"{figures.whole_dollars(value)}, {off} {'above' if value > ours else 'below'} ours"
