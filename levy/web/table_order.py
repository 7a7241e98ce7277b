"""A table's order and words, as its heads and its form ask for them in the address."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

_MOST_SOUGHT = 80
Row = TypeVar("Row")


class Order(NamedTuple):
    """What sorts a table.

    sort  a key that the table knows, or blank for its own order
    down  whether the largest comes first
    """

    sort: str = ""
    down: bool = False

    def by(self, sort: str, words: Collection[str]) -> "Order":
        """Return the order by this key, or the other way round; words begin with A."""
        return Order(sort, not self.down if self.sort == sort else sort not in words)


def order_of(asked: Mapping[str, str], known: Collection[str]) -> Order:
    """Return the order that an address asks for; what is not known asks for nothing."""
    sort = asked.get("sort", "")
    return Order(sort if sort in known else "", asked.get("down") == "1")


def sought(asked: Mapping[str, str]) -> str:
    """Return the words that an address looks for, single blanks between them."""
    return " ".join(asked.get("find", "").split())[:_MOST_SOUGHT]


def in_address(parts: Mapping[str, Any]) -> dict[str, str]:
    """Return the part of an address that asks for this; what is blank asks for nothing."""
    return {name: "1" if value is True else value for name, value in parts.items() if value}


def in_order(rows: Iterable[Row], key: Callable[[Row], Any], *, down: bool) -> list[Row]:
    """Return the rows by what is known of them; those of which it is not come last."""
    known, unknown = [], []
    for row in rows:
        (unknown if key(row) is None else known).append(row)
    return sorted(known, key=key, reverse=down) + unknown
