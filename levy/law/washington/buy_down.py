"""Buy-down agreements: one district levies less so that another loses less.  RCW 39.67.

A contract may depend on a district's rate (RCW 39.67.010), and a district may pay another
to lower its rate if that lessens or avoids a reduction (RCW 39.67.020); the state may
not take part.  The seller's rate is lowered before the $5.90 and 1 % limits run.  The room
that this frees follows the order of the law: it reaches the buyer only if no levy senior to the
buyer has lost in that area.  Every district whose levy an agreement could lower must be notified.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from levy.errors import LevyError
from levy.law.season import BuyDown
from levy.law.units import ZERO
from levy.law.washington.limit_levels import Component, LimitedLevy
from levy.law.washington.proration import Proration


class BuyDownRefused(LevyError):
    """An agreement that cannot be applied as it is written."""

    def __init__(self, agreement: BuyDown, why: str, to_do: str):
        self.agreement, self.why, self.to_do = agreement, why, to_do
        super().__init__(
            f"The agreement that {agreement.seller} levies {agreement.rate} less for "
            f"{agreement.buyer} was not applied: {why}. {to_do}"
        )


def apply_buy_downs(
    levies: Iterable[LimitedLevy], agreements: Iterable[BuyDown]
) -> tuple[LimitedLevy, ...]:
    """Return the levies with each seller's rate lowered by the rate that it sold.

    Raises BuyDownRefused if a party is not a limited levy or is the state's, and if the rate is
    0, negative or more than the seller's rate.
    """
    by_code = {levy.levy: levy for levy in levies}
    for agreement in agreements:
        _refuse_parties(agreement, by_code)
        seller = by_code[agreement.seller]
        if seller.rate is None:
            raise BuyDownRefused(
                agreement,
                f"the rate of {seller.levy} is not known yet",
                "Enter the amount that its district certified.",
            )
        most = seller.rate - seller.error_rate
        if not ZERO < agreement.rate <= most:
            raise BuyDownRefused(
                agreement,
                f"its rate must be above 0 and at most {most}",
                "Correct the rate in buy_downs.csv.",
            )
        by_code[seller.levy] = seller._replace(rate=seller.rate - agreement.rate)
    return tuple(by_code.values())


def _refuse_parties(agreement: BuyDown, by_code: dict[str, LimitedLevy]) -> None:
    for party in (agreement.seller, agreement.buyer):
        if party not in by_code:
            raise BuyDownRefused(
                agreement,
                f"neither the $5.90 limit nor the 1 % limit counts the levy {party}",
                "Name two levies that a limit counts.",
            )
        if by_code[party].component is Component.STATE:
            raise BuyDownRefused(
                agreement, f"{party} is the state's levy", "RCW 39.67 excludes the state."
            )
    if agreement.seller == agreement.buyer:
        raise BuyDownRefused(agreement, "seller and buyer are the same", "Name two levies.")


def adversely_affected(
    without: Proration, agreed: Proration, agreements: Sequence[BuyDown]
) -> tuple[str, ...]:
    """Return the levies, except sellers, whose rate the agreements lower; notify their districts.

    without  both limits on the rates before the agreements
    agreed   both limits on the rates after `apply_buy_downs`
    """
    sellers = {agreement.seller for agreement in agreements}
    return tuple(
        code
        for code, after in agreed.levies.items()
        if code not in sellers and _lowered(without.levies[code].certified, after.certified)
    )


def _lowered(before: Decimal | None, after: Decimal | None) -> bool:
    return before is not None and after is not None and after < before
