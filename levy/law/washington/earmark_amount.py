"""What a county must set aside for mental health and veterans.  RCW 71.20.110, 73.08.080.

The amount is a rate on the county's value.  The county may instead let it rise or fall in the
same proportion as its own levy, even if it banks capacity.  WAC 458-19-055.  The proportion
compares the dollars certified in both years [M: the text that was read does not name the figure].
"""

from decimal import Decimal

from levy.law.units import product, quotient, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


def earmark_by_rate(value: Decimal, rate: Decimal, *, least: Decimal, most: Decimal) -> Worksheet:
    """Return the amount as line `set_aside`, and the rate within its range as line `earmark_rate`.

    value        value of the county
    rate         rate that the county chose
    least, most  range of the statute: 0.025 for mental health, 0.01125 to 0.27 for veterans
    """
    sheet = Working("WAC 458-19-055")
    sheet.input("value", "Value of the county", value, "value")
    sheet.input("chosen_rate", "Rate that the county chose", rate, "rate", "received_rates.csv")
    sheet.input("least_rate", "Least rate", least, "rate", "RCW 71.20.110; RCW 73.08.080")
    sheet.input("most_rate", "Highest rate", most, "rate", "RCW 71.20.110; RCW 73.08.080")
    earmark_rate = sheet.computed(
        "earmark_rate",
        "Rate set aside",
        max(least, min(rate, most)),
        "rate",
        "greater(least_rate, lesser(chosen_rate, most_rate))",
    )
    sheet.computed(
        "set_aside",
        "Amount set aside",
        to_cents(tax_on(value, earmark_rate)),
        "dollars",
        "cents(value * earmark_rate / 1000)",
    )
    return sheet.worksheet()


def earmark_in_proportion(last_part: Decimal, *, last_levy: Decimal, levy: Decimal) -> Worksheet:
    """Return the amount as line `set_aside`: last year's, in proportion to the county's levy.

    last_part  dollars set aside last year
    last_levy  dollars that the county certified last year, above zero
    levy       dollars that it certifies this year
    """
    sheet = Working("WAC 458-19-055")
    sheet.input("last_part", "Set aside last year", last_part, "dollars", "the assessor")
    sheet.input("last_levy", "The county's levy last year", last_levy, "dollars", "limits.csv")
    sheet.input("levy", "The county's levy this year", levy, "dollars", "line P2S")
    sheet.computed(
        "set_aside",
        "Amount set aside, in the same proportion",
        quotient(product(last_part, levy), last_levy, 2),
        "dollars",
        "cents(last_part * levy / last_levy)",
    )
    return sheet.worksheet()
