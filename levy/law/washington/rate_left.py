"""A levy after the limits across areas: certified at the rate that agreements and limits leave.

RCW 84.52.010(3), 39.67.020.  Its amount follows from that rate.  Its highest lawful levy and
next year's rate remain those of its own worksheet [M: which rate counts as last year's after a
proration is in a text of WAC 458-19-020 that was not retrievable].
"""

from collections.abc import Sequence
from decimal import Decimal

from levy.kinds import Binding
from levy.law.season import BuyDown, LevyResult
from levy.law.units import tax_on, to_cents
from levy.law.washington.limit_levels import LIMIT_NAMES
from levy.law.washington.proration import ProratedLevy
from levy.law.worksheet import Working, Worksheet, key_of

_STATUTES = {Binding.AGGREGATE: "RCW 84.52.043(2)", Binding.ONE_PERCENT: "RCW 84.52.050"}


def result_after_limits(
    result: LevyResult, prorated: ProratedLevy | None, sold: Sequence[BuyDown]
) -> LevyResult:
    """Return a levy's result after the agreements and both limits; unchanged if none lowers it.

    prorated  the levy after both limits, or None if it is outside them
    sold      the agreements that lowered it
    """
    sheet, value = result.worksheet, result.county_base
    if prorated is None or prorated.certified is None or sheet is None or value is None:
        return result
    if prorated.binding is None and not sold:
        return result
    before = Worksheet(sheet.statute, tuple(line for line in sheet.lines if line.key != "tax"))
    if sold:
        before = before.followed_by(_agreed(before, sold))
    if prorated.binding is not None:
        before = before.followed_by(_left(prorated.certified, prorated.binding))
    key = "rate_agreed" if prorated.binding is None else "rate_left"
    sheet = before.followed_by(_at_rate(before, key, value))
    return result._replace(
        binding=prorated.binding or Binding.BUY_DOWN,
        amount=None if result.base is None else sheet.number("amount_left"),
        rate=prorated.certified,
        tax=sheet.number("tax"),
        worksheet=sheet,
    )


def result_before_limits(result: LevyResult) -> LevyResult:
    """Return a levy's result with its rate before the agreements and both limits."""
    sheet = result.worksheet
    if sheet is None or not (sheet.has("rate_left") or sheet.has("rate_agreed")):
        return result
    return result._replace(rate=sheet.number("rate"))


def _agreed(sheet: Worksheet, sold: Sequence[BuyDown]) -> Worksheet:
    """Return the rate that agreements leave, as line `rate_agreed`."""
    answer = Working("RCW 39.67.020")
    for agreement in sold:
        answer.input(
            f"sold_{key_of(agreement.buyer)}",
            f"Sold to {agreement.buyer}",
            agreement.rate,
            "rate",
            agreement.document or "buy_downs.csv",
        )
    answer.computed(
        "rate_agreed",
        "Rate that the agreements leave",
        sheet.number("rate") - sum(agreement.rate for agreement in sold),
        "rate",
        "rate" + "".join(f" - sold_{key_of(agreement.buyer)}" for agreement in sold),
    )
    return answer.worksheet()


def _left(rate: Decimal, limit: Binding) -> Worksheet:
    answer = Working(_STATUTES[limit])
    answer.input(
        "rate_left", f"Rate that the {LIMIT_NAMES[limit]} leaves", rate, "rate", LIMIT_NAMES[limit]
    )
    return answer.worksheet()


def _at_rate(sheet: Worksheet, key: str, county_value: Decimal) -> Worksheet:
    """Return the amount and this county's tax at the rate on this line."""
    rate = sheet.number(key)
    answer = Working("RCW 84.52.080")
    if sheet.has("value"):
        answer.computed(
            "amount_left",
            "Levy at that rate",
            to_cents(tax_on(sheet.number("value"), rate)),
            "dollars",
            f"cents(value * {key} / 1000)",
        )
    answer.computed(
        "tax",
        "Tax in this county",
        to_cents(tax_on(county_value, rate)),
        "dollars",
        f"cents(county_value * {key} / 1000)",
    )
    return answer.worksheet()
