"""Which levies the board shows, and in what order: as its form and its heads ask in the address."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from levy.services.board_rows import CANNOT, COMPUTED, MISSING, NOTICED, WAITS, BoardRow
from levy.services.season_view import SeasonView
from levy.web.table_order import Order, in_address, in_order, order_of, sought

# What the board can be sorted by: the words in the address, and a row's own.
SORTS: dict[str, Callable[[BoardRow], Any]] = {
    "levy": lambda row: row.levy.levy,
    "request": lambda row: row.request.certified_amount if row.request else None,
    "amount": lambda row: row.result.amount if row.result else None,
    "rate": lambda row: row.result.rate if row.result else None,
    "last": lambda row: row.last_rate,
    "bound": lambda row: row.bound_by or None,
    "tax": lambda row: row.result.tax if row.result else None,
    "banked": lambda row: row.banked[0].amount if row.banked else None,
    "due": lambda row: row.due,
    "status": lambda row: STATUSES.index(row.status),
}
WORDS = frozenset({"levy", "bound", "due", "status"})
STATUSES = (CANNOT, WAITS, COMPUTED)
# What can be asked of the status: a row's own, or something that is true of it besides.
STATES: dict[str, Callable[[BoardRow], bool]] = {
    CANNOT: lambda row: row.status == CANNOT,
    WAITS: lambda row: row.status == WAITS,
    COMPUTED: lambda row: row.status == COMPUTED,
    NOTICED: lambda row: row.notices > 0,
    MISSING: lambda row: row.is_missing,
}


class Choice(NamedTuple):
    """What was asked for; a blank asks for nothing.

    order  by a key of SORTS, or the districts' own
    """

    find: str = ""
    kind: str = ""
    status: str = ""
    bound: str = ""
    order: Order = Order()

    @property
    def narrows(self) -> bool:
        """Whether some levies may not be shown."""
        return bool(self.find or self.kind or self.status or self.bound)

    def address(self, **otherwise: Any) -> dict[str, str]:
        """Return the part of the address that asks for this, or for something else besides."""
        asked = self._replace(**otherwise)._asdict()
        return in_address(asked | asked.pop("order")._asdict())

    def by(self, sort: str) -> dict[str, str]:
        """Return the part of the address that sorts by this, or the other way round if it does."""
        return self.address(order=self.order.by(sort, WORDS))


def choice_of(asked: Mapping[str, str]) -> Choice:
    """Return what an address asks for; what the board does not know asks for nothing."""

    def known(name: str, words: Iterable[str]) -> str:
        word = asked.get(name, "")
        return word if word in words else ""

    return Choice(
        sought(asked),
        asked.get("kind", "")[:40],
        known("status", STATES),
        asked.get("bound", "")[:40],
        order_of(asked, SORTS),
    )


def chosen(view: SeasonView, rows: list[BoardRow], choice: Choice) -> list[BoardRow]:
    """Return the rows that were asked for, in the order that was asked for; blanks come last."""
    found = _found(view, choice.find)
    kept = [
        row
        for row in rows
        if found(row)
        and choice.kind in {"", row.levy.kind}
        and choice.bound in {"", row.bound_by}
        and (not choice.status or STATES[choice.status](row))
    ]
    if not choice.order.sort:
        return kept
    return in_order(kept, SORTS[choice.order.sort], down=choice.order.down)


def _found(view: SeasonView, words: str) -> Callable[[BoardRow], bool]:
    """Return whether a levy, its district, or an area that pays it is called so."""
    looked_for = words.casefold()
    paid = {row.levy for row in view.season.area_levies if row.area.casefold() == looked_for}

    def found(row: BoardRow) -> bool:
        named = (row.levy.levy, row.levy.name, row.district.name, row.district.district)
        return row.levy.levy in paid or any(looked_for in name.casefold() for name in named)

    return found if looked_for else lambda row: True
