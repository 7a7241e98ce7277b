"""Examples of the two rules for refund levies: what is eligible, and what fits.  WAC 458-19-085."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.law import Law
from levy.law.washington.refund import eligible_refund, refund_within_maximum

ELIGIBLE = frozenset({"refunds", "cancellations", "abatements", "supplements"})
WITHIN = frozenset({"allowable_levy", "refund", "av", "statutory_rate"})
KEYS = ELIGIBLE | WITHIN


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the answers of the rule whose inputs the example has."""
    if "refunds" in inputs:
        return _eligible({key: Decimal(inputs[key]) for key in ELIGIBLE})
    return _within({key: Decimal(inputs[key]) for key in WITHIN})


def _eligible(given: Mapping[str, Decimal]) -> Mapping[str, Any]:
    sheet = eligible_refund(
        given["refunds"],
        cancellations=given["cancellations"],
        abatements=given["abatements"],
        supplements=given["supplements"],
    )
    return {
        "net_cancel_abate": sheet.known("net_cancelled"),
        "refund_levy_eligible": sheet.known("refund_eligible"),
    }


def _within(given: Mapping[str, Decimal]) -> Mapping[str, Any]:
    sheet = refund_within_maximum(
        given["allowable_levy"],
        given["refund"],
        value=given["av"],
        maximum_rate=given["statutory_rate"],
    )
    total = sheet.known("total")
    return {
        "total": total,
        "rate": sheet.known("total_rate"),
        "within_limit": total == given["allowable_levy"] + given["refund"],
        "next_year_base": sheet.known("next_year_base"),
    }
