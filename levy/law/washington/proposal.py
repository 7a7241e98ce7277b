"""A levy as proposed: within its own limits, before the limits across areas."""

from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding
from levy.law.season import Levy
from levy.law.washington.levy_value import LevyValue
from levy.law.worksheet import Worksheet


class Proposal(NamedTuple):
    """One levy's worksheet so far.

    worksheet       line `P2S` is the amount, `P2S_rate` the 12-decimal rate; a received rate has
                    only `received_rate`
    binding         what decided the amount
    at_maximum      key of the line with the maximum rate, if that decided the levy
    certified       dollars that the district certified, or None if it does not certify the levy
    next_rate_line  key of the line with next year's "last year's rate", or None
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
        """The 12-decimal rate that other levies and the limits across areas use."""
        if self.worksheet.has("received_rate"):
            return self.worksheet.number("received_rate")
        return self.worksheet.number(self.at_maximum or "P2S_rate")
