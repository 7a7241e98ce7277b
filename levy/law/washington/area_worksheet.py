"""One area's figures with their working: the sum of its rates, its tax, the room in its limits.

RCW 84.52.080; what the limits count, RCW 84.52.010.
"""

from collections.abc import Iterable, Iterator

from levy.kinds import Base
from levy.law.area_limits import AreaLimit
from levy.law.season import AreaResult, Season, SeasonResult
from levy.law.units import ZERO
from levy.law.washington.area_rates import SENIOR_PAYS
from levy.law.washington.law import Law
from levy.law.washington.limits_of_area import limits_of_area
from levy.law.washington.max_effective_rate import max_effective_rate
from levy.law.washington.season_figures import SeasonFigures
from levy.law.washington.taxable_base import FIELDS, FORMULAS
from levy.law.worksheet import Working, Worksheet, key_of

RATE_OF = "rate_of_"
_STATUTES = ("RCW 84.52.043(2)", "RCW 84.52.050")


def area_worksheet(season: Season, result: SeasonResult, law: Law, code: str) -> Worksheet:
    """Return the totals of the area with this code: lines `total_rate`, `senior_rate`, `tax`.

    For the $5.90 limit (1) and the 1 % limit (2), `limit_1` and `limit_2` are the highest rate,
    `counted_1` and `counted_2` the sum of the rates that count, `left_1` and `left_2` the room.
    A line is blank while one of its inputs is not known.
    """
    figures = SeasonFigures(season)
    totals = next(row for row in result.areas if row.area == code)
    limits = limits_of_area(season, result, law, code).limits
    sheet = Working("RCW 84.52.080")
    _rates(sheet, result, figures, code)
    _values(sheet, figures, code)
    _totals(sheet, totals, result, figures)
    done = sheet.worksheet()
    facts = season.facts
    if facts.real_ratio is not None and facts.personal_ratio is not None:
        one_percent = law.limits.one_percent
        done = done.followed_by(
            max_effective_rate(facts.real_ratio, facts.personal_ratio, one_percent=one_percent)
        )
    for number, limit in enumerate(limits, start=1):
        done = _limit(done, number, limit)
    return done


def _rates(sheet: Working, result: SeasonResult, figures: SeasonFigures, code: str) -> None:
    rates = {row.levy: row.rate for row in result.levies}
    for levies in figures.by_base[code].values():
        for levy in levies:
            sheet.input(_rate_of(levy), f"Rate of {levy}", rates[levy], "rate", levy)


def _values(sheet: Working, figures: SeasonFigures, code: str) -> None:
    row = figures.values.area(code)
    bases = figures.values.bases(code)
    paid = figures.by_base[code]
    needed = dict.fromkeys(field for base in paid for field in FIELDS[base])
    for field in needed:
        value = None if row is None else getattr(row, field)
        name = field.replace("_", " ")
        sheet.input(field, f"{name.capitalize()} value", value, "value", "values.csv")
    for base in paid:
        if base is not Base.REGULAR:
            value = bases[base]
            sheet.computed_or_blank(
                _value_on(base),
                f"Value of a levy on the {_words(base)} value",
                None if value.is_nan() else value,
                "value",
                FORMULAS[base],
            )


def _totals(
    sheet: Working, totals: AreaResult, result: SeasonResult, figures: SeasonFigures
) -> None:
    paid = figures.by_base[totals.area]
    rate_of = {row.levy: row.rate for row in result.levies}
    all_levies = [levy for levies in paid.values() for levy in levies]
    senior = [levy for base in paid if base in SENIOR_PAYS for levy in paid[base]]
    sheet.computed_or_blank(
        "total_rate", "Total rate", totals.total_rate, "rate", _sum(map(_rate_of, all_levies))
    )
    sheet.computed_or_blank(
        "senior_rate",
        "Rate of a senior-exempt parcel",
        totals.senior_rate,
        "rate",
        _sum(map(_rate_of, senior)),
        "RCW 84.36.381",
    )
    for base, levies in paid.items():
        rates = [rate for levy in levies if (rate := rate_of[levy]) is not None]
        sheet.computed_or_blank(
            f"rate_on_{base}",
            f"Rates on the {_words(base)} value",
            sum(rates, ZERO) if len(rates) == len(levies) else None,
            "rate",
            _sum(map(_rate_of, levies)),
        )
    parts = (f"rate_on_{base} * {_value_on(base)}" for base in paid)
    sheet.computed_or_blank(
        "tax", "Tax of the area", totals.tax, "dollars", f"cents(({_sum(parts)}) / 1000)"
    )


def _limit(before: Worksheet, number: int, limit: AreaLimit) -> Worksheet:
    """Return the worksheet with one limit below it."""
    sheet = Working(_STATUTES[number - 1], before)
    most, name = f"limit_{number}", f"{limit.short} limit"
    if number == 1:
        sheet.input(most, f"The {name}", limit.limit, "rate", sheet.statute)
    elif before.has("maximum_rate"):
        sheet.computed_or_blank(most, f"The {name}", limit.limit, "rate", "maximum_rate")
    else:
        sheet.input(most, f"The {name}", None, "rate", "season.toml")
    counted = tuple(_counted(sheet, before, number, limit))
    sheet.computed_or_blank(
        f"counted_{number}", f"Counted in the {name}", limit.counted, "rate", _sum(counted)
    )
    sheet.computed_or_blank(
        f"left_{number}",
        f"Left in the {name}",
        limit.left,
        "rate",
        f"{most} - counted_{number}",
    )
    return sheet.worksheet()


def _counted(sheet: Working, before: Worksheet, number: int, limit: AreaLimit) -> Iterator[str]:
    """Yield the lines to add up; write a line for each rate that counts only in part."""
    for levy, rate in limit.rates.items():
        whole = _rate_of(levy)
        if rate == before.value(whole):
            yield whole
            continue
        key = f"counted_{number}_{key_of(levy)}"
        label = f"Part of the rate of {levy} that counts in the {limit.short} limit"
        sheet.input(key, label, rate, "rate", sheet.statute)
        yield key


def _rate_of(levy: str) -> str:
    return f"{RATE_OF}{key_of(levy)}"


def _words(base: Base) -> str:
    return base.replace("_", " ")


def _value_on(base: Base) -> str:
    return "regular" if base is Base.REGULAR else f"value_{base}"


def _sum(names: Iterable[str]) -> str:
    return " + ".join(names) or "0"
