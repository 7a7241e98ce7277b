"""What the application's clients ask for: readers, writers, and a bystander that uses no table."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle

from benchmarks.migrations.operation_log import Write
from sqlalchemy import Connection, text

COLUMNS = ("id", "customer_id", "number", "state", "amount", "points", "note", "made")
FIRST_FREE_NUMBER = 10**12  # purchases made by clients have this number or a higher one


@dataclass(frozen=True)
class Tables:
    """How large the tables are, and what the running code knows of their columns."""

    rows: int
    customers: int
    columns: tuple[str, ...] = COLUMNS
    points: str = "points"
    points_type: str = "integer"

    @property
    def named(self) -> dict[str, str]:
        """Return the name of each column that is read and written, by what it was at first."""
        return {name: self.points if name == "points" else name for name in self.columns}


@dataclass(frozen=True)
class Request:
    """One transaction, and what it writes into the log once it is committed."""

    send: Callable[[Connection], object]
    writes: tuple[Write, ...] = ()


def reader(tables: Tables, seed: int) -> Iterator[Request]:
    """Yield requests that read one purchase by its key, every fourth with its customer."""
    draw = random.Random(seed)  # noqa: S311 (which rows are read is no secret)
    named = ", ".join(tables.named.values())
    one = text(f"SELECT {named} FROM purchase WHERE id = :id")  # noqa: S608 (our own columns)
    both = text(
        "SELECT p.amount, c.name FROM purchase p JOIN customer c ON c.id = p.customer_id "
        "WHERE p.id = :id"
    )
    for statement in cycle((one, one, one, both)):
        values = {"id": draw.randint(1, tables.rows)}
        yield Request(
            lambda connection, sql=statement, values=values: connection.execute(sql, values).all()
        )


def writer(tables: Tables, seed: int) -> Iterator[Request]:
    """Yield requests that change a purchase, make one, change a customer, and read then change."""
    draw = random.Random(seed)  # noqa: S311
    numbers = count(FIRST_FREE_NUMBER * (seed + 1))
    for change in cycle((_pay, _buy, _see, _reward)):
        yield change(tables, draw, numbers)


def bystander(tables: Tables, seed: int) -> Iterator[Request]:
    """Yield requests that no lock can hold up: what they wait for is the machine."""
    question = text("SELECT 1")
    while True:
        yield Request(lambda connection: connection.execute(question).all())


def _pay(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    sql = text("UPDATE purchase SET amount = amount + 1 WHERE id = :id")
    row = draw.randint(1, tables.rows)
    return Request(lambda connection: connection.execute(sql, {"id": row}), (("pay", row),))


def _buy(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    known = {name: column for name, column in tables.named.items() if name != "id"}
    marks = ", ".join(_points(tables) if name == "points" else f":{name}" for name in known)
    sql = text(f"INSERT INTO purchase ({', '.join(known.values())}) VALUES ({marks})")  # noqa: S608
    number = next(numbers)
    made = {
        "customer_id": draw.randint(1, tables.customers), "number": number,
        "state": "new", "amount": 5, "points": 1, "note": "made by a client",
        "made": "2026-01-01",
    }  # fmt: skip
    values = {name: made[name] for name in known}
    return Request(lambda connection: connection.execute(sql, values), (("buy", number),))


def _see(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    sql = text("UPDATE customer SET seen = now() WHERE id = :id")
    values = {"id": draw.randint(1, tables.customers)}
    return Request(lambda connection: connection.execute(sql, values))


def _reward(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    row = draw.randint(1, tables.rows)
    question = text(f"SELECT {tables.points} FROM purchase WHERE id = :id FOR UPDATE")  # noqa: S608
    change = text(
        f"UPDATE purchase SET {tables.points} = {_points(tables)} WHERE id = :id"  # noqa: S608
    )

    def read_then_change(connection: Connection) -> None:
        points = connection.execute(question, {"id": row}).scalar_one()
        connection.execute(change, {"id": row, "points": points + 1})

    return Request(read_then_change, (("reward", row),))


def _points(tables: Tables) -> str:
    return f"CAST(:points AS {tables.points_type})"


ROLES = {"read": reader, "write": writer, "bystander": bystander}
