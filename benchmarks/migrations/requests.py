"""What the application's clients ask for: readers, writers, and a bystander that uses no table."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle

from sqlalchemy import Connection, text

COLUMNS = ("id", "customer_id", "number", "state", "amount", "points", "note", "made")
FIRST_FREE_NUMBER = 10**12  # purchases made by clients are numbered from here on


@dataclass(frozen=True)
class Tables:
    """How large the tables are, and the columns that the running code names."""

    rows: int
    customers: int
    columns: tuple[str, ...] = COLUMNS


Request = Callable[[Connection], object]


def reader(tables: Tables, seed: int) -> Iterator[Request]:
    """Yield requests that read one purchase by its key, every fourth with its customer."""
    draw = random.Random(seed)  # noqa: S311 (which rows are read is no secret)
    named = ", ".join(tables.columns)
    one = text(f"SELECT {named} FROM purchase WHERE id = :id")  # noqa: S608 (our own columns)
    both = text(
        "SELECT p.amount, c.name FROM purchase p JOIN customer c ON c.id = p.customer_id "
        "WHERE p.id = :id"
    )
    for statement in cycle((one, one, one, both)):
        values = {"id": draw.randint(1, tables.rows)}
        yield lambda connection, sql=statement, values=values: connection.execute(sql, values).all()


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
        yield lambda connection: connection.execute(question).all()


def _pay(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    sql = text("UPDATE purchase SET amount = amount + 1 WHERE id = :id")
    values = {"id": draw.randint(1, tables.rows)}
    return lambda connection: connection.execute(sql, values)


def _buy(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    named = [column for column in tables.columns if column != "id"]
    sql = text(
        f"INSERT INTO purchase ({', '.join(named)}) VALUES (:{', :'.join(named)})"  # noqa: S608
    )
    made = {
        "customer_id": draw.randint(1, tables.customers), "number": next(numbers),
        "state": "new", "amount": 5, "points": 1, "note": "made by a client",
        "made": "2026-01-01",
    }  # fmt: skip
    values = {column: made[column] for column in named}
    return lambda connection: connection.execute(sql, values)


def _see(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    sql = text("UPDATE customer SET seen = now() WHERE id = :id")
    values = {"id": draw.randint(1, tables.customers)}
    return lambda connection: connection.execute(sql, values)


def _reward(tables: Tables, draw: random.Random, numbers: Iterator[int]) -> Request:
    values = {"id": draw.randint(1, tables.rows)}

    def read_then_change(connection: Connection) -> None:
        question = text("SELECT points FROM purchase WHERE id = :id FOR UPDATE")
        points = connection.execute(question, values).scalar_one()
        change = text("UPDATE purchase SET points = :points WHERE id = :id")
        connection.execute(change, values | {"points": points + 1})

    return read_then_change


ROLES = {"read": reader, "write": writer, "bystander": bystander}
