"""SQL becomes operations: each kind of statement, and the parts that rules depend on."""

from pathlib import Path

import pytest

from safemigrate.lint.effects import effects
from safemigrate.lint.known_schema import Schema
from safemigrate.lint.operations import (
    AddColumn,
    AlterType,
    AttachPartition,
    ChangeRows,
    Column,
    Constraint,
    CreateIndex,
    CreateTable,
    DropIndex,
    DropTable,
    Rename,
    SetDefault,
    SetParameter,
    SetSequence,
    Truncate,
    Type,
)
from safemigrate.lint.reading import operations
from safemigrate.lint.schema_replay import schema_after
from safemigrate.lint.sql import Unreadable

EVERY_KIND = Path(__file__).with_name("statements.sql").read_text().splitlines()[1:]
INTEGER, TEXT = Type("integer"), Type("text")
CHECKED = Constraint("check", None, ("a",), expression="a IS NOT NULL", proves_not_null=("a",))

# fmt: off
CASES = [
    ("CREATE TABLE public.t (a serial PRIMARY KEY, b varchar(9) NOT NULL DEFAULT 'x')",
     [CreateTable("t", (
         Column("a", INTEGER, not_null=True, serial=True,
                constraints=(Constraint("primary", None, ("a",)),)),
         Column("b", Type("varchar", (9,)), not_null=True, default="'x'")))],
     "public is left out; a key is not null"),
    ("CREATE TABLE s.t (a int, PRIMARY KEY (a))",
     [CreateTable("s.t", (Column("a", INTEGER, not_null=True),),
                  (Constraint("primary", None, ("a",)),))],
     "another schema is kept; a key at the end makes its columns not null, too"),
    ("ALTER TABLE t ADD a timestamptz(3)[] DEFAULT random()",
     [AddColumn("t", Column("a", Type("timestamptz", (3,), array=True), default="random()",
                            volatile_functions=("random",)))],
     "an array with a number; a default that differs from row to row"),
    ("ALTER TABLE t ADD a interval(2), ADD b interval, ADD c double precision",
     [AddColumn("t", Column("a", Type("interval", (2,)))),
      AddColumn("t", Column("b", Type("interval"))),
      AddColumn("t", Column("c", Type("double precision")))],
     "each part is an operation; an interval's first number says which fields"),
    ("ALTER TABLE t ALTER a TYPE text COLLATE \"C\" USING lower(a), ALTER a DROP DEFAULT",
     [AlterType("t", "a", TEXT, using="lower(a)", collation="C"), SetDefault("t", "a", None)],
     "how a type is changed"),
    ("ALTER TABLE t ADD CHECK (a IS NOT NULL); DROP INDEX CONCURRENTLY IF EXISTS i, s.j",
     [*operations("ALTER TABLE t ADD CHECK (a IS NOT NULL)"),
      DropIndex("i", concurrently=True, if_exists=True),
      DropIndex("s.j", concurrently=True, if_exists=True)],
     "several statements, several objects"),
    ("CREATE UNIQUE INDEX i ON t (lower(a), b) INCLUDE (c) WHERE b > 5",
     [CreateIndex("t", "i", (None, "b"), unique=True, where="b > 5", included_columns=("c",))],
     "an expression has no name"),
    ("ALTER TABLE t SET SCHEMA s", [Rename("table", "t", "t", "s.t")], "a move is a rename"),
    ("ALTER TABLE t ATTACH PARTITION u DEFAULT", [AttachPartition("t", "u", is_default=True)],
     "the partition that takes the rest"),
    ("WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x",
     [ChangeRows("INSERT", "b", from_query=True), ChangeRows("DELETE", "a")],
     "what a WITH changes"),
    ("INSERT INTO t (a, b) VALUES (1, DEFAULT) ON CONFLICT DO NOTHING",
     [ChangeRows("INSERT", "t", ("a", "b"), bounded=True, on_conflict=True, explicit_columns=("a",))],
     "DEFAULT is not an explicit value"),
    ("UPDATE t SET n = n + 1 WHERE id = %(id)s",
     [ChangeRows("UPDATE", "t", ("n",), bounded=True, reads_itself=True)],
     "a driver's parameters"),
    ("UPDATE t SET n = 1 WHERE id = other_id", [ChangeRows("UPDATE", "t", ("n",))],
     "a column is not a constant"),
    ("DELETE FROM t WHERE id = 1 OR old", [ChangeRows("DELETE", "t")], "OR bounds nothing"),
    ("DELETE FROM t WHERE old AND id IN (1, 2)", [ChangeRows("DELETE", "t", bounded=True)],
     "AND does"),
    ("DELETE FROM t WHERE note = 'x'", [ChangeRows("DELETE", "t")], "a note is not a key"),
    ("TRUNCATE a, b CASCADE", [Truncate("a", cascade=True), Truncate("b", cascade=True)],
     "each table"),
    ("DROP TABLE IF EXISTS s.a CASCADE", [DropTable("s.a", cascade=True)], "with its schema"),
    ("SET LOCAL lock_timeout = 500", [SetParameter("lock_timeout", "500", local=True)],
     "a setting"),
    ("SELECT setval('s', 5)", [*operations("SELECT 1"), SetSequence("s")], "a function that sets"),
    ("ALTER TABLE t ALTER a RESTART WITH 5", [SetSequence(None, "t")], "an identity's sequence"),
]
# fmt: on


@pytest.mark.parametrize("text, expected, because", CASES)
def test_reading(text, expected, because):
    assert list(operations(text)) == expected, because


def test_a_check_proves_not_null():
    (operation,) = operations("ALTER TABLE t ADD CHECK (a IS NOT NULL)")
    assert operation.constraint == CHECKED
    (operation,) = operations(
        "ALTER TABLE t ADD CHECK (a IS NOT NULL AND (b > 0 AND c IS NOT NULL))"
    )
    assert operation.constraint.proves_not_null == ("a", "c")
    (operation,) = operations("ALTER TABLE t ADD CHECK (a IS NOT NULL OR b > 0)")
    assert operation.constraint.proves_not_null == ()


@pytest.mark.parametrize("text", EVERY_KIND)
def test_every_kind_of_statement(text):
    schema = Schema()
    for operation in operations(text):
        assert isinstance(effects(operation, schema, pg=18).locks, dict)
        schema = schema_after(schema, operation, "r1")


def test_what_cannot_be_read():
    with pytest.raises(Unreadable) as raised:
        operations("SELEC 1")
    assert str(raised.value) == (
        "PostgreSQL cannot parse 'SELEC 1': syntax error at or near \"SELEC\""
    )
