"""A levy as proposed: what its own limits leave of it, before the limits across areas."""

from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding
from levy.law.season import Levy
from levy.law.washington.levy_value import LevyValue
from levy.law.worksheet import Worksheet


class Proposal(NamedTuple):
    """One levy's worksheet so far.

    worksheet       its line `P2S` is the amount, `P2S_rate` the 12-decimal rate; a rate that
                    was received has `received_rate` alone
    binding         what decided the amount
    at_maximum      the line that holds the maximum rate, where that bound the levy
    certified       dollars that the district asked for, or None where nobody was asked
    next_rate_line  the line that holds next year's "last year's rate", or None
    """

    levy: Levy
    value: LevyValue
    worksheet: Worksheet
    binding: Binding
    at_maximum: str | None = None
    certified: Decimal | None = None
    next_rate_line: str | None = None

    @property
    def working_rate(self) -> Decimal:
        """The 12-decimal rate that other levies and the limits across areas reckon with."""
        if self.worksheet.has("received_rate"):
            return self.worksheet.known("received_rate")
        return self.worksheet.known(self.at_maximum or "P2S_rate")
