"""Parts of a levy that the law sets aside: mental health, veterans.  WAC 458-19-055.

A part gets its rate on the base, in whole cents; the levy keeps the rest.  Each certified
rate is then computed from its own amount.  RCW 71.20.110, 73.08.080.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.units import tax_on, to_cents
from levy.law.worksheet import Working, Worksheet, key_of


def earmarked_split(
    whole: Decimal,
    value: Decimal,
    rates: Mapping[str, Decimal],
    before: Worksheet | None = None,
) -> Worksheet:
    """Return each part as line `part_CODE` (`key_of`), and what the levy keeps as line `rest`.

    whole  dollars of the levy before the split: line P2S of `before`
    value  value of the district: line value of `before`
    rates  rate of each part, by the part's code
    before the worksheet so far, to write below
    """
    sheet = Working("WAC 458-19-055", before)
    rest = whole
    for code, rate in rates.items():
        key = key_of(code)
        label = f"Rate set aside for {code}"
        sheet.input(f"earmark_{key}", label, rate, "rate", "received_rates.csv")
        rest -= sheet.computed(
            f"part_{key}",
            f"Set aside for {code}",
            to_cents(tax_on(value, rate)),
            "dollars",
            f"cents(value * earmark_{key} / 1000)",
        )
    taken = "".join(f" - part_{key_of(code)}" for code in rates)
    sheet.computed("rest", "Rest of the levy", rest, "dollars", f"P2S{taken}")
    return sheet.worksheet()
