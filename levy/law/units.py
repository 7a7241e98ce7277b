"""Dollars, values and rates: how the law multiplies, divides and rounds.

Every rounding in the project happens in `rounded`, `quotient` or `displayed`; every
product that could outgrow Decimal's default 28 digits goes through `product`.

unit     what it is                                     digits kept
dollars  money that is levied or taxed                  2 decimals
value    assessed or taxable value                      whole dollars
rate     dollars per $1,000 of value                    10 certified, 12 on the worksheet
factor   multiplier: 1.01                               5 decimals on the worksheet
"""

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction
from typing import Literal

Rounding = Literal["half_up", "half_down", "down"]

ZERO = Decimal(0)
ONE = Decimal(1)
CENTS = 2
CERTIFIED = 10
WORKSHEET = 12

_MODES = {"half_up": ROUND_HALF_UP, "half_down": ROUND_HALF_DOWN, "down": ROUND_DOWN}
# Wide enough for any product of this project; a product that does not fit raises, never rounds.
_EXACT = Context(prec=120, traps=[Inexact])
_ROUNDING = {name: Context(prec=120, rounding=mode) for name, mode in _MODES.items()}


def rounded(number: Decimal, places: int, how: Rounding = "half_up") -> Decimal:
    """Return the number with that many decimals; half up is half away from zero.

    >>> rounded(Decimal("2.345"), 2), rounded(Decimal("-2.345"), 2)
    (Decimal('2.35'), Decimal('-2.35'))
    >>> rounded(Decimal("2.345"), 2, "half_down")
    Decimal('2.34')
    """
    return number.quantize(Decimal((0, (1,), -places)), context=_ROUNDING[how])


def to_cents(dollars: Decimal) -> Decimal:
    """Return dollars rounded half up to whole cents, as every money line of the form is."""
    return rounded(dollars, CENTS)


def product(left: Decimal, right: Decimal) -> Decimal:
    """Return the exact product, with as many digits as it takes."""
    return _EXACT.multiply(left, right)


def tax_on(value: Decimal, rate: Decimal) -> Decimal:
    """Return the exact, unrounded tax in dollars.

    value  dollars of taxable value
    rate   dollars per $1,000
    """
    return _EXACT.scaleb(_EXACT.multiply(value, rate), -3)


def quotient(
    numerator: Decimal, denominator: Decimal, places: int, how: Rounding = "half_up"
) -> Decimal:
    """Return numerator / denominator rounded once, from the exact quotient.

    Decimal's own division keeps 28 digits and rounds them, so rounding its result again
    can round twice.  Here one integer division decides.

    >>> quotient(Decimal(2), Decimal(3), 4)
    Decimal('0.6667')
    >>> quotient(Decimal(2), Decimal(3), 4, "down")
    Decimal('0.6666')
    """
    exact = Fraction(numerator) / Fraction(denominator) * 10**places
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    if how != "down":
        twice = 2 * rest
        whole += twice > exact.denominator or (how == "half_up" and twice == exact.denominator)
    return Decimal((int(exact < 0), tuple(map(int, str(whole))), -places))


def rate_for(
    dollars: Decimal, value: Decimal, places: int = CERTIFIED, how: Rounding = "half_up"
) -> Decimal:
    """Return the rate per $1,000 that raises these dollars on this value, rounded once.

    dollars  the levy
    value    dollars of taxable value, above zero
    places   decimals of the rate: 10 as certified, 12 on the worksheet

    >>> rate_for(Decimal("15800172.00"), Decimal(12110258178))
    Decimal('1.3046932417')
    """
    return quotient(dollars.scaleb(3), value, places, how)


def displayed(number: Fraction, places: int) -> Decimal:
    """Return the number as a spreadsheet in "precision as displayed" stores it.

    The state's form rounds each cell half up to its format, and the spreadsheet rounds the
    15 significant digits that it shows, so the last digit can be rounded twice.

    >>> displayed(Fraction("15800172000") / 12110258178, 12)
    Decimal('1.304693241694')
    """
    if not number:
        return rounded(ZERO, places)
    whole = len(str(abs(number.numerator) // number.denominator))
    digits = 15 - whole if abs(number) >= 1 else 15 + _leading_zeros(abs(number))
    shown = quotient(Decimal(number.numerator), Decimal(number.denominator), max(digits, places))
    return rounded(shown, places)


def _leading_zeros(number: Fraction) -> int:
    """Return how many zeros follow the decimal point of a number below one."""
    zeros = 0
    while number * 10 ** (zeros + 1) < 1:
        zeros += 1
    return zeros


def lesser(*amounts: Decimal | None) -> Decimal | None:
    """Return the smallest amount that is known; a blank binds nothing."""
    known = [amount for amount in amounts if amount is not None]
    return min(known) if known else None
