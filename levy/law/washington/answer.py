"""The last lines of every worksheet: the certified rate, and this county's tax at that rate.

A certified rate is rounded once, from the amount and the value; rounding the worksheet's
12 decimals again would move its last digit.  If a maximum rate decides, the certified rate is
that maximum, cut off after the certified decimals, so that no rate ever exceeds its maximum.
RCW 84.52.080.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.kinds import Binding
from levy.law.not_known import NotKnown
from levy.law.season import Levy, LevyResult
from levy.law.units import rate_or_zero, rounded, tax_on, to_cents
from levy.law.washington.earmark import earmarked_split
from levy.law.washington.levy_value import LevyValue
from levy.law.washington.proposal import Proposal
from levy.law.worksheet import Working, Worksheet, key_of


def levy_result(proposal: Proposal, earmarks: Mapping[str, Decimal], decimals: int) -> LevyResult:
    """Return a levy's result: its proposal, with the answer written below it.

    earmarks  rate by part that the law sets aside from this levy; usually none
    decimals  decimals of a certified rate

    Raises NotKnown if a part has to be set aside from a levy whose amount is not known, or if
    the parts are more than the levy.
    """
    value = proposal.value
    sheet, amount_line = proposal.worksheet, "P2S"
    if earmarks:
        if not sheet.has("P2S"):
            raise NotKnown(f"its amount, of which {' and '.join(earmarks)} is set aside")
        sheet = earmarked_split(sheet.number("P2S"), value.whole, earmarks, sheet)
        if sheet.number("rest") < 0:
            raise NotKnown(_too_much_set_aside(sheet, earmarks))
        amount_line = "rest"
    amount = None if sheet.has("received_rate") else sheet.number(amount_line)
    answer = Working("RCW 84.52.080", sheet)
    answer.set_source("value", value.source)
    if amount is None:
        rate = _as_received(answer, sheet, decimals)
    elif proposal.at_maximum is not None and not earmarks:
        rate = _at_maximum(answer, sheet, proposal.at_maximum, decimals)
    else:
        rate = _from_amount(answer, amount, amount_line, value.whole, decimals)
    tax = _county_tax(answer, rate, value)
    sheet = answer.worksheet()
    next_rate = proposal.next_rate_line
    request = proposal.certified
    return LevyResult(
        proposal.levy.levy,
        proposal.binding,
        None if amount is None else value.whole,
        value.county,
        amount,
        None if request is None else rate_or_zero(request, value.whole, decimals),
        rate,
        tax,
        sheet.number("K") if next_rate else None,
        sheet.number(next_rate) if next_rate else None,
        worksheet=sheet,
    )


def part_result(part: Levy, whole: LevyResult, value: LevyValue, decimals: int) -> LevyResult:
    """Return the result of an earmarked part, from the worksheet of the levy it is part of.

    Raises NotKnown for a part of a part: the law sets nothing aside from an earmarked part.
    """
    key = key_of(part.levy)
    amount_line = f"part_{key}"
    split = whole.worksheet
    if split is None or not split.has(amount_line):
        raise NotKnown(f"an amount of {whole.levy} that is not itself set aside")
    own = ("value", f"earmark_{key}", amount_line)
    sheet = Worksheet("WAC 458-19-055", map(split.line, own))
    answer = Working("RCW 84.52.080", sheet)
    amount = sheet.number(amount_line)
    rate = _from_amount(answer, amount, amount_line, sheet.number("value"), decimals)
    tax = _county_tax(answer, rate, value)
    return LevyResult(
        part.levy,
        Binding.RECEIVED,
        base=value.whole,
        county_base=value.county,
        amount=amount,
        rate=rate,
        tax=tax,
        worksheet=answer.worksheet(),
    )


def _too_much_set_aside(sheet: Worksheet, earmarks: Mapping[str, Decimal]) -> str:
    taken = sheet.number("P2S") - sheet.number("rest")
    return (
        f"lower rates set aside for {' and '.join(earmarks)} (received_rates.csv): they come to "
        f"${taken:,.2f}, more than the levy of ${sheet.number('P2S'):,.2f}"
    )


def _from_amount(
    answer: Working, amount: Decimal, amount_line: str, value: Decimal, decimals: int
) -> Decimal:
    rate = rate_or_zero(amount, value, decimals)
    formula = f"rate{decimals}({amount_line}, value)"
    return answer.computed("rate", "Certified rate", rate, "rate", formula)


def _at_maximum(answer: Working, sheet: Worksheet, maximum_line: str, decimals: int) -> Decimal:
    return answer.computed(
        "rate",
        "Certified rate, at its maximum",
        rounded(sheet.number(maximum_line), decimals, "down"),
        "rate",
        f"cut{decimals}({maximum_line})",
    )


def _as_received(answer: Working, sheet: Worksheet, decimals: int) -> Decimal:
    return answer.computed(
        "rate",
        "Certified rate",
        rounded(sheet.number("received_rate"), decimals),
        "rate",
        f"round{decimals}(received_rate)",
    )


def _county_tax(answer: Working, rate: Decimal, value: LevyValue) -> Decimal:
    answer.input("county_value", "This county's value", value.county, "value", value.source)
    return answer.computed(
        "tax",
        "Tax in this county",
        to_cents(tax_on(value.county, rate)),
        "dollars",
        "cents(county_value * rate / 1000)",
    )
