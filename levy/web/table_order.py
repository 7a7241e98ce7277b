"""A table's sort order and search words, from the query of the address."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

_MOST_SOUGHT = 80
Row = TypeVar("Row")


class Order(NamedTuple):
    """The sort order of a table.

    sort  a sort key of the table, or blank for its default order
    down  whether the largest comes first
    """

    sort: str = ""
    down: bool = False

    def by(self, sort: str, words: Collection[str]) -> "Order":
        """Return the order by this key, reversed if already sorted by it; words start at A."""
        return Order(sort, not self.down if self.sort == sort else sort not in words)


def order_of(arguments: Mapping[str, str], sorts: Collection[str]) -> Order:
    """Return the order that a query asks for; an unknown key is ignored."""
    sort = arguments.get("sort", "")
    return Order(sort if sort in sorts else "", arguments.get("down") == "1")


def search_words(arguments: Mapping[str, str]) -> str:
    """Return the words that a query searches for, separated by single spaces."""
    return " ".join(arguments.get("find", "").split())[:_MOST_SOUGHT]


def in_address(parts: Mapping[str, Any]) -> dict[str, str]:
    """Return these parts as a query, without blanks."""
    return {name: "1" if value is True else value for name, value in parts.items() if value}


def in_order(rows: Iterable[Row], key: Callable[[Row], Any], *, down: bool) -> list[Row]:
    """Return the rows sorted by a key; rows whose key is None come last."""
    with_value, without_value = [], []
    for row in rows:
        (without_value if key(row) is None else with_value).append(row)
    return sorted(with_value, key=key, reverse=down) + without_value
