"""Dollars, values and rates: how the law multiplies, divides and rounds.

Every rounding in the project happens here.  Decimal's own operators keep 28 digits and
round the rest away, so products and quotients go through this module.

unit     what it is                                     digits
dollars  money that is levied or taxed                  2 decimals
value    assessed or taxable value                      whole dollars
rate     dollars per $1,000 of value                    10 certified, 12 on the worksheet
factor   multiplier: 1.01                               5 decimals on the worksheet
"""

from decimal import (
    ROUND_05UP,
    ROUND_DOWN,
    ROUND_HALF_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
)
from typing import Literal

Rounding = Literal["half_up", "half_down", "down"]

ZERO = Decimal(0)
ONE = Decimal(1)
PER_THOUSAND = Decimal("0.001")
# A figure that is not known: a sum or a product with it is not known, either.
UNKNOWN = Decimal("NaN")
CENTS = 2
CERTIFIED = 10
WORKSHEET = 12

_HALF_UP = Context(prec=120, rounding=ROUND_HALF_UP)
_half_up = _HALF_UP.quantize
_CONTEXTS = {
    "half_up": _HALF_UP,
    "half_down": Context(prec=120, rounding=ROUND_HALF_DOWN),
    "down": Context(prec=120, rounding=ROUND_DOWN),
}
_THOUSAND = Decimal("1E+3")
_EXPONENTS = {places: Decimal((0, (1,), -places)) for places in range(21)}
_CENT, _WORKSHEET_DIGIT = _EXPONENTS[CENTS], _EXPONENTS[WORKSHEET]
# Wide enough for any product of this project; one that does not fit raises and is never rounded.
_EXACT = Context(prec=120, traps=[Inexact])
# product(left, right) is the exact product, with as many digits as it takes.
product = _EXACT.multiply
# ROUND_05UP leaves a last digit that no second rounding can mistake for a tie or an exact result.
_sticky_quotient = Context(prec=100, rounding=ROUND_05UP).divide
# A spreadsheet rounds to the 15 significant digits that it shows.
_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
_shown, _shown_product, _shown_quotient = _SHOWN.plus, _SHOWN.multiply, _SHOWN.divide


def rounded(number: Decimal, places: int, rounding: Rounding = "half_up") -> Decimal:
    """Return the number rounded to that many decimals; half up is half away from zero.

    >>> rounded(Decimal("2.345"), 2), rounded(Decimal("-2.345"), 2)
    (Decimal('2.35'), Decimal('-2.35'))
    >>> rounded(Decimal("2.345"), 2, "half_down")
    Decimal('2.34')
    """
    return number.quantize(_EXPONENTS[places], None, _CONTEXTS[rounding])


def to_cents(dollars: Decimal) -> Decimal:
    """Return dollars rounded half up to whole cents, like every money line of the form."""
    return _half_up(dollars, _CENT)


def tax_on(value: Decimal, rate: Decimal) -> Decimal:
    """Return the exact, unrounded tax in dollars.

    value  dollars of taxable value
    rate   dollars per $1,000
    """
    return product(product(value, rate), PER_THOUSAND)


def quotient(
    numerator: Decimal, denominator: Decimal, places: int, rounding: Rounding = "half_up"
) -> Decimal:
    """Return numerator / denominator, rounded once from the exact quotient.

    >>> quotient(Decimal(2), Decimal(3), 4)
    Decimal('0.6667')
    >>> quotient(Decimal(2), Decimal(3), 4, "down")
    Decimal('0.6666')
    """
    return rounded(_sticky_quotient(numerator, denominator), places, rounding)


def rate_for(
    dollars: Decimal, value: Decimal, places: int = CERTIFIED, rounding: Rounding = "half_up"
) -> Decimal:
    """Return the rate per $1,000 that raises these dollars on this value, rounded once.

    dollars  the levy
    value    dollars of taxable value, above zero
    places   decimals of the rate: 10 as certified, 12 on the worksheet

    >>> rate_for(Decimal("15800172.00"), Decimal(12110258178))
    Decimal('1.3046932417')
    """
    exact = _sticky_quotient(product(dollars, _THOUSAND), value)
    return exact.quantize(_EXPONENTS[places], None, _CONTEXTS[rounding])


def rate_or_zero(
    dollars: Decimal, value: Decimal, places: int = CERTIFIED, rounding: Rounding = "half_up"
) -> Decimal:
    """Return the rate of `rate_for`, or 0 if there is no value.

    dollars  the levy
    value    dollars of taxable value
    places   decimals of the rate: 10 as certified, 12 on the worksheet

    >>> rate_or_zero(Decimal("1.00"), Decimal(0), 2)
    Decimal('0.00')
    """
    return rate_for(dollars, value, places, rounding) if value else rounded(ZERO, places)


def displayed(number: Decimal, places: int) -> Decimal:
    """Return the number as a spreadsheet with "precision as displayed" stores it.

    The state's form rounds each cell to 15 significant digits and then half up to the cell's
    format, so the last digit can be rounded twice.

    >>> displayed(Decimal("1.3046932416934968"), 12)
    Decimal('1.304693241694')
    """
    return _half_up(_shown(number), _EXPONENTS[places])


def displayed_tax(value: Decimal, rate: Decimal) -> Decimal:
    """Return the tax in cents as the state's form shows it.

    value  dollars of taxable value
    rate   dollars per $1,000
    """
    shown = _shown_product(product(value, rate), PER_THOUSAND)
    return _half_up(shown, _CENT)


def displayed_rate(dollars: Decimal, value: Decimal) -> Decimal:
    """Return the 12-decimal rate as the state's form shows it; 0 if there is no value.

    dollars  the levy
    value    dollars of taxable value

    >>> displayed_rate(Decimal("15800172.00"), Decimal(12110258178))
    Decimal('1.304693241694')
    """
    if not value:
        return rounded(ZERO, WORKSHEET)
    shown = _shown_quotient(product(dollars, _THOUSAND), value)
    return _half_up(shown, _WORKSHEET_DIGIT)


def lesser(amount: Decimal, *others: Decimal | None) -> Decimal:
    """Return the smallest of an amount and the others that are known; a blank limits nothing."""
    least = amount
    for other in others:
        if other is not None and other < least:
            least = other
    return least


def not_below_zero(amount: Decimal) -> Decimal:
    """Return the amount, or zero if it is negative."""
    return max(amount, ZERO)


def or_unknown(amount: Decimal | None) -> Decimal:
    """Return the amount, or `UNKNOWN` if it is blank."""
    return UNKNOWN if amount is None else amount


def or_zero(amount: Decimal | None) -> Decimal:
    """Return the amount, or zero if it is blank, to add it.  To compare amounts, use `lesser`."""
    return ZERO if amount is None else amount
