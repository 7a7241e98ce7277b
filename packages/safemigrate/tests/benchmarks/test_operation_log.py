"""A lost write, one made twice, and a purchase changed in another's place are seen."""

import psycopg
import pytest
from benchmarks.migrations.operation_log import checksum, expected

TABLE = """
CREATE TABLE purchase (number bigint, amount numeric(12, 2), points integer);
INSERT INTO purchase SELECT g, g, g FROM generate_series(1, 100) g
"""
PAY = "UPDATE purchase SET amount = amount + 1 WHERE number = 7"
REWARD = "UPDATE purchase SET points = points + 1 WHERE number = 7"
BUY = "INSERT INTO purchase VALUES (1000, 5, 1)"
RAISE = "UPDATE purchase SET amount = amount + 10 WHERE number <= 100"
OTHER = PAY.replace("= 7", "= 8")

# fmt: off
CASES = [
    # log                                            raised  done                        equal  because
    ([],                                             0,      [],                         True,  "nothing happened"),
    ([("pay", 7), ("reward", 7), ("buy", 1000)],     0,      [BUY, REWARD, PAY],         True,  "in whatever order"),
    ([("pay", 7)],                                   0,      [],                         False, "a payment is lost"),
    ([("pay", 7)],                                   0,      [PAY, PAY],                 False, "a payment is made twice"),
    ([("pay", 7)],                                   0,      [OTHER],                    False, "another purchase was paid"),
    ([("reward", 7)],                                0,      [],                         False, "points are lost"),
    ([("buy", 1000)],                                0,      [],                         False, "a purchase is lost"),
    ([("buy", 1000)],                                0,      [BUY, BUY],                 False, "a purchase is made twice"),
    ([("buy", 1000), ("pay", 7)],                    10,     [BUY, RAISE, PAY],          True,  "raised once, and not the new one"),
    ([],                                             10,     [],                         False, "no amount was raised"),
    ([],                                             10,     [RAISE, RAISE],             False, "each was raised twice"),
    ([],                                             10,     [RAISE.replace("100", "99")], False, "one was not raised"),
]
# fmt: on


@pytest.mark.parametrize("log, raised, done, equal, because", CASES)
def test_checksum(database, log, raised, done, equal, because):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(TABLE)
        before = checksum(database, 100)
        for statement in done:
            connection.execute(statement)
        assert (checksum(database, 100) == expected(before, log, raised=raised)) is equal, because


def test_another_name_of_the_points(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(TABLE)
        before = checksum(database, 100)
        connection.execute("ALTER TABLE purchase RENAME points TO score")
    assert checksum(database, 100, "score") == before
