"""Old and new programs write and read through every phase, and none sees an error."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from safemigrate.execute.cached_plans import heal_cached_plans
from tests.execute.shop import until
from tests.online.row import write_rename, write_type_change
from tests.online.since_13 import not_refused
from tiers import full

pytestmark = full


def model(name, kind):
    class Base(DeclarativeBase):
        pass

    class Parcel(Base):
        __tablename__ = "parcel"
        id = sa.Column(sa.Integer, primary_key=True)
        worth = sa.Column(name, kind, nullable=False)

    return Parcel


class Program:
    """One version of an application: it writes each row, and reads it, on pooled connections."""

    def __init__(self, url, parcel, numbers):
        self.engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        heal_cached_plans(self.engine)
        self.parcel, self.numbers = parcel, numbers
        self.stopping, self.rounds = threading.Event(), 0

    def work(self):
        """Work until stopped; an error ends it, and the thread raises it."""
        for number in self.numbers:
            if self.stopping.is_set():
                return
            self.insert(number)
            assert self.read(number) == number
            self.update(number, number + 1)
            assert self.read(number) == number + 1
            self.rounds += 1

    def insert(self, number):
        with Session(self.engine) as session, session.begin():
            session.add(self.parcel(id=number, worth=number))

    def update(self, number, worth):
        with Session(self.engine) as session, session.begin():
            session.get(self.parcel, number).worth = worth

    def read(self, number):
        with Session(self.engine) as session:
            return session.scalar(sa.select(self.parcel.worth).where(self.parcel.id == number))


def both_at_work(shop, old, new, *, phases, new_from):
    """Walk through the phases; the new program starts once the rows are filled."""
    old_program = Program(shop.url, old, itertools.count(10_000, 2))
    new_program = Program(shop.url, new, itertools.count(10_001, 2))
    with ThreadPoolExecutor(2) as threads:
        at_work = {old_program: threads.submit(old_program.work)}
        try:
            for phase in phases:
                if phase == new_from:
                    at_work[new_program] = threads.submit(new_program.work)
                outcome = shop.db("upgrade", phase)
                assert outcome.status == 0, outcome
                see_each_other(at_work)
            for phase in reversed(phases[:-1]):
                if phase == new_from:
                    new_program.stopping.set()
                    at_work.pop(new_program).result()
                outcome = shop.db("downgrade", phase)
                assert outcome.status == 0, outcome
                see_each_other(at_work)
        finally:
            for program in (old_program, new_program):
                program.stopping.set()
            for future in at_work.values():
                future.result()
            for program in (old_program, new_program):
                program.engine.dispose()


def see_each_other(at_work):
    for program, future in at_work.items():
        before = program.rounds
        until(lambda p=program, f=future, n=before: f.done() or p.rounds > n + 7, "seven rounds")
        assert not future.done(), future.exception()
    programs = list(at_work)
    for writer, reader in itertools.permutations(programs, 2):
        number = 1 + programs.index(writer)
        for worth in (writer.rounds, writer.rounds + 1):
            writer.update(number, worth)
            assert reader.read(number) == worth


PLAIN = "CREATE TABLE parcel (id int PRIMARY KEY, value int NOT NULL)"
PARTITIONED = """
CREATE TABLE parcel (id int PRIMARY KEY, value int NOT NULL CHECK (value >= 0))
PARTITION BY HASH (id);
CREATE TABLE one PARTITION OF parcel FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE two PARTITION OF parcel FOR VALUES WITH (MODULUS 2, REMAINDER 1)
"""


@pytest.fixture(params=[PLAIN, PARTITIONED], ids=["plain", "partitioned"])
def parcels(shop, request):
    not_refused(shop, request.param)
    shop.rows(request.param)
    shop.rows("CREATE INDEX by_value ON parcel (value)")
    shop.rows("INSERT INTO parcel SELECT n, n FROM generate_series(1, 3000) n")
    return shop


def test_through_a_rename(parcels):
    write_rename(parcels)
    both_at_work(
        parcels,
        model("value", sa.Integer),
        model("worth", sa.Integer),
        phases=["begun", "filled", "built"],
        new_from="built",
    )


def test_through_a_change_of_type(parcels):
    write_type_change(parcels, "sa.BigInteger()", "sa.Integer()")
    both_at_work(
        parcels,
        model("value", sa.Integer),
        model("value", sa.BigInteger),
        phases=["begun", "filled", "built", "swapped", "finished"],
        new_from="begun",
    )
