"""The Decimal operations of a season's answer, and nothing else, for `benchmarks.season`.

Each is done once, on numbers that lie ready; nothing is written, found, named or checked.  A
product is exact, as the law's is (`levy.law.units`): the plain operator, which rounds at 28
digits, would be another operation.

lines   each formula of each worksheet, compiled to Decimal arithmetic; an input costs nothing
levies  the base, added up over the levy's areas; the rate that the certified amount alone needs;
        the comparisons that say what decided a levy, and that it is not below zero
areas   four totals of rates; the tax, one product a levy, rounded once; each of the area's bases
        once, without an operation where a base is one value
limits  the parts of every rate that a limit counts, and their sums; the $5.90 and the 1 % test of
        every area with value

It leaves out what the law computes besides: whether the lawful factor is another, and proration,
of which the measured season has none.
"""

from collections.abc import Callable, Container, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from benchmarks.bare_worksheet import bare_worksheet, divide, product
from levy.kinds import Base
from levy.law.season import AreaValues, Levy, Season, SeasonResult
from levy.law.washington.area_rates import SENIOR_PAYS
from levy.law.washington.limit_levels import Component, limited_component
from levy.law.washington.taxable_base import area_base
from levy.params.washington import law

OUTSIDE_AGGREGATE = {Component.STATE, Component.EMS}
ZERO, THOUSAND, PER_THOUSAND = Decimal(0), Decimal(1000), Decimal("0.001")
CENT = Decimal("0.01")
MOST = (Decimal("5.9"), Decimal(10))


class AskedLevy(NamedTuple):
    """A levy's base in each of its areas; the amount asked for, and the value it is asked of."""

    bases: list[Decimal]
    amount: Decimal | None
    value: Decimal


class DividedRate(NamedTuple):
    """A limited levy's rate, an error in it, how far its first part goes, its earmarked parts."""

    rate: Decimal
    error: Decimal
    until: Decimal | None
    parts: Decimal


class Stack(NamedTuple):
    """An area's arithmetic: the rates of its four totals, its bases, and base by rate.

    bases  value by value: what it begins with, what is added, what is taken off
    """

    sums: list[list[Decimal]]
    bases: list[tuple[Decimal, list[Decimal], list[Decimal]]]
    tax: list[tuple[Decimal, Decimal]]


def bare_season(season: Season, result: SeasonResult) -> Callable[[], None]:
    """Return a function that does the arithmetic of the whole answer."""
    sheets = [bare_worksheet(levy.worksheet) for levy in result.levies if levy.worksheet]
    stacks = _stacks(season, result)
    levies = _levies(season, result)
    divided = _divided(season, result)
    tests = [stack.sums[2:] for stack in stacks if stack.tax]
    certified = Decimal(1).scaleb(-season.facts.rate_decimals)

    def run() -> None:
        for sheet in sheets:
            sheet()
        _of_levies(levies, certified)
        _of_limits(divided, tests)
        _of_areas(stacks)

    return run


def _of_levies(levies: Iterable[AskedLevy], certified: Decimal) -> None:
    for bases, amount, value in levies:
        sum(bases, ZERO)
        if amount is not None:
            divide(product(amount, THOUSAND), value).quantize(certified, ROUND_HALF_UP)


def _of_limits(divided: Iterable[DividedRate], tests: Iterable[list[list[Decimal]]]) -> None:
    for rate, error, until, parts in divided:
        rest = rate - error
        if until is not None:
            first = min(rest, max(until - parts, ZERO))
            rest -= first
            _ = first > ZERO
        _ = rest > ZERO, error > ZERO
        _ = ZERO + rate, ZERO + rate  # a levy's parts added up, for each limit
    for counted in tests:
        for rates, most in zip(counted, MOST, strict=True):
            _ = sum(rates, ZERO) > most


def _of_areas(stacks: Iterable[Stack]) -> None:
    for sums, bases, tax in stacks:
        for rates in sums:
            sum(rates, ZERO)
        for value, added, taken in bases:
            for more in added:
                value += more
            for less in taken:
                value -= less
        total = ZERO
        for base, rate in tax:
            total += product(base, rate)
        product(total, PER_THOUSAND).quantize(CENT, ROUND_HALF_UP)


def _stacks(season: Season, result: SeasonResult) -> list[Stack]:
    rates = {levy.levy: levy.rate or ZERO for levy in result.levies}
    values = {row.area: row for row in season.values}
    districts = {row.district: row for row in season.districts}
    limited = {
        levy.levy: levy.levy in rates and limited_component(levy, districts[levy.district])
        for levy in season.levies
    }
    stacks = []
    for area, paid in _paid(season, rates).items():
        counted = [levy for levy in paid if limited[levy.levy]]
        inside = [levy for levy in counted if limited[levy.levy] not in OUTSIDE_AGGREGATE]
        seniors = [levy for levy in paid if levy.base in SENIOR_PAYS]
        sums = [[rates[levy.levy] for levy in some] for some in (paid, seniors, inside, counted)]
        row = values.get(area)
        bases = {levy.base for levy in paid}
        tax = [(area_base(levy.base, row), rates[levy.levy]) for levy in paid] if row else []
        parts = [_parts(base, row) for base in bases] if row else []
        stacks.append(Stack(sums, parts, tax))
    return stacks


def _levies(season: Season, result: SeasonResult) -> list[AskedLevy]:
    values = {row.area: row for row in season.values}
    asked = {row.levy: row.certified_amount for row in season.requests}
    own = {row.levy for row in season.levy_values}
    of_levy: dict[str, list[Decimal]] = {levy.levy: [] for levy in result.levies}
    for area, paid in _paid(season, of_levy).items():
        for levy in paid:
            if area in values and levy.levy not in own:
                of_levy[levy.levy].append(area_base(levy.base, values[area]))
    return [
        AskedLevy(
            of_levy[levy.levy], asked.get(levy.levy) if levy.base else None, levy.base or ZERO
        )
        for levy in result.levies
    ]


def _divided(season: Season, result: SeasonResult) -> list[DividedRate]:
    districts = {row.district: row for row in season.districts}
    rates = {levy.levy: levy.rate or ZERO for levy in result.levies}
    first_parts = law(season.facts.tax_year).limits.first_parts
    rows = []
    for levy in season.levies:
        component = limited_component(levy, districts[levy.district])
        if component is not None and levy.levy in rates:
            parts = [rates[part.levy] for part in season.levies if part.part_of == levy.levy]
            most = first_parts.get(component)
            rows.append(DividedRate(rates[levy.levy], ZERO, most, sum(parts, ZERO)))
    return rows


def _paid(season: Season, active: Container[str]) -> dict[str, list[Levy]]:
    levies = {levy.levy: levy for levy in season.levies if levy.levy in active}
    paid: dict[str, list[Levy]] = {area.area: [] for area in season.areas}
    for member in season.area_levies:
        if member.levy in levies:
            paid[member.area].append(levies[member.levy])
    return paid


def _parts(base: Base, row: AreaValues) -> tuple[Decimal, list[Decimal], list[Decimal]]:
    """Return the values that make up an area's base: one, what is added, what is taken off."""
    regular, senior, farm = row.regular or ZERO, row.senior or ZERO, row.farm or ZERO
    return {
        Base.REGULAR: (regular, [], []),
        Base.EXCESS: (regular, [row.timber_full or ZERO], [senior]),
        Base.ENRICHMENT: (regular, [row.timber_half or ZERO], [senior]),
        Base.STATE_1: (regular, [], [farm]),
        Base.STATE_2: (regular, [], [farm, senior]),
    }[base]
