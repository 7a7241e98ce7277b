"""Which levies the board shows, and in what order: the query of the address says both."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from levy.services.board_rows import CANNOT, COMPUTED, MISSING, NOTICED, WAITS, BoardRow
from levy.services.opened_season import OpenedSeason
from levy.web.table_order import Order, in_address, in_order, order_of, search_words

# What the board can be sorted by: the word in the address, and the row's value.
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
# What the status filter offers: the status of a row, or another fact about it.
STATES: dict[str, Callable[[BoardRow], bool]] = {
    CANNOT: lambda row: row.status == CANNOT,
    WAITS: lambda row: row.status == WAITS,
    COMPUTED: lambda row: row.status == COMPUTED,
    NOTICED: lambda row: row.notices > 0,
    MISSING: lambda row: row.is_missing,
}


class Choice(NamedTuple):
    """The filter and sort order of the board; blanks do not filter.

    order  by a key of SORTS; blank sorts by district
    """

    find: str = ""
    kind: str = ""
    status: str = ""
    bound: str = ""
    order: Order = Order()

    @property
    def filters(self) -> bool:
        """Whether a filter may hide levies."""
        return bool(self.find or self.kind or self.status or self.bound)

    def address(self, **changes: Any) -> dict[str, str]:
        """Return the query for this choice with some changes."""
        parts = self._replace(**changes)._asdict()
        return in_address(parts | parts.pop("order")._asdict())

    def by(self, sort: str) -> dict[str, str]:
        """Return the query that sorts by this, or reverses the order if it is already so sorted."""
        return self.address(order=self.order.by(sort, WORDS))


def choice_of(arguments: Mapping[str, str]) -> Choice:
    """Return the filter and order of an address's query; unknown words are ignored."""

    def known_word(name: str, words: Iterable[str]) -> str:
        word = arguments.get(name, "")
        return word if word in words else ""

    return Choice(
        search_words(arguments),
        arguments.get("kind", "")[:40],
        known_word("status", STATES),
        arguments.get("bound", "")[:40],
        order_of(arguments, SORTS),
    )


def chosen_rows(view: OpenedSeason, rows: list[BoardRow], choice: Choice) -> list[BoardRow]:
    """Return the rows that match the filter, in its order; blanks come last."""
    matches = _matcher(view, choice.find)
    matching_rows = [
        row
        for row in rows
        if matches(row)
        and choice.kind in {"", row.levy.kind}
        and choice.bound in {"", row.bound_by}
        and (not choice.status or STATES[choice.status](row))
    ]
    if not choice.order.sort:
        return matching_rows
    return in_order(matching_rows, SORTS[choice.order.sort], down=choice.order.down)


def _matcher(view: OpenedSeason, words: str) -> Callable[[BoardRow], bool]:
    """Return a function: does a levy, its district, or an area that pays it match the words?"""
    search = words.casefold()
    paid = {row.levy for row in view.season.area_levies if row.area.casefold() == search}

    def matches(row: BoardRow) -> bool:
        named = (row.levy.levy, row.levy.name, row.district.name, row.district.district)
        return row.levy.levy in paid or any(search in name.casefold() for name in named)

    return matches if search else lambda row: True
