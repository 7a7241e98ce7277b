"""Random tables, random changes of them, and rows that are valid in both."""

from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.dialects.postgresql import JSONB

# A column's first letter is its family: each of its types can be changed to each other and back.
# fmt: off
FAMILIES: dict[str, tuple[list[Any], list[str], list[str]]] = {
    # letter: types, server defaults, values of three rows
    "n": ([sa.Integer(), sa.BigInteger(), sa.Numeric(12, 2)], ["0", "7", "1 + 1"], ["1", "2", "3"]),
    "s": ([sa.String(20), sa.String(40), sa.Text()], ["''", "'x%y:z'", "upper('a')"], ["'p'", "'q'", "'r%'"]),
    "d": ([sa.Date(), sa.DateTime()], ["'2026-01-01'", "date '2026-01-01' + 1"], ["'2026-01-01'", "'2026-01-02'", "'2026-01-03'"]),
    "b": ([sa.Boolean()], ["true", "false"], ["true", "false", "NULL"]),
    "j": ([JSONB()], ["'{}'", "'[1]'"], ["'{}'", "'[2]'", "'3'"]),
    "u": ([sa.Uuid()], ["md5('a')::uuid", "uuid_in(md5('b')::cstring)"], [f"'00000000-0000-0000-0000-00000000000{n}'" for n in (1, 2, 3)]),
    "i": ([sa.Integer(), sa.BigInteger()], ["counted"], ["1", "2", "3"]),
    "g": ([sa.BigInteger()], ["worked out"], []),
    "e": ([sa.String(9)], ["'a'"], ["'a'", "'a'", "'a'"]),
}
# fmt: on
FROM_SERVER = "ig"  # families whose values always come from the server
STAGES = ["a", "b:c", "d'e", "f%"]


@dataclass(frozen=True)
class Col:
    name: str
    kind: int
    default: str | None
    nullable: bool
    unique: bool
    indexed: bool
    check: int | None
    refers: bool
    cascades: bool = False  # a row is deleted with the row it refers to
    deferred: bool = False  # a unique constraint is checked at commit
    by_pattern: bool = False  # an index with an operator class
    values: int = 2  # the number of values of a type that has a CHECK


@dataclass
class Tab:
    name: str
    columns: dict[str, Col] = field(default_factory=dict)
    stages: int | None = None
    pair: bool = False


@st.composite
def columns(draw, name: str) -> Col:
    types, defaults, _ = FAMILIES[name[0]]
    is_number = name[0] == "n"
    refers = is_number and draw(st.booleans())
    return Col(
        name,
        0 if refers else draw(st.integers(0, len(types) - 1)),
        None if refers or name[0] in FROM_SERVER else draw(st.sampled_from([None, *defaults])),
        name[0] != "i" and draw(st.booleans()),
        name[0] in "nsu" and not refers and draw(st.booleans()),
        name[0] != "j" and draw(st.booleans()),
        draw(st.sampled_from([None, 0, 5])) if is_number and not refers else None,
        refers,
        cascades=draw(st.booleans()),
        deferred=draw(st.booleans()),
        by_pattern=name[0] == "s" and draw(st.booleans()),
        values=draw(st.integers(1, 3)),
    )


@st.composite
def schemas(draw) -> dict[str, Tab]:
    """Return tables by name; the first one always exists, because the others refer to it."""
    names = ["one", *draw(st.lists(st.sampled_from(["two", "Three%"]), unique=True))]
    tabs = {}
    for name in names:
        chosen = draw(
            st.lists(
                st.sampled_from(
                    ["n1", "n2", "s1", "s%2", "d1", "b1", "j1", "u1", "i1", "g1", "e%1"]
                ),
                unique=True,
                max_size=5,
            )
        )
        tab = Tab(name, {column: draw(columns(column)) for column in sorted(chosen)})
        tab.stages = draw(st.sampled_from([None, 1, 2, 4]))
        tab.pair = len(chosen) > 1 and draw(st.booleans())
        tabs[name] = tab
    return tabs


def followed(before: dict[str, Tab], after: dict[str, Tab]) -> dict[str, Tab]:
    """Return tables that are valid for the rows of the earlier ones, and that can hold them."""
    tabs = {}
    for name, new_tab in after.items():
        was = before.get(name)
        tab = Tab(name, dict(new_tab.columns), new_tab.stages, new_tab.pair)
        for column in new_tab.columns.values() if was else ():
            if column.name not in was.columns:
                has_value = column.default is not None or column.name[0] in FROM_SERVER
                needs = not column.nullable and not has_value
                tab.columns[column.name] = replace(
                    column,
                    nullable=column.nullable or needs,
                    unique=column.unique and column.default is None,
                )
        if was and was.stages and tab.stages:
            tab.stages = max(was.stages, tab.stages)
        tabs[name] = tab
    return tabs


def of_text(tables: dict[str, str]):
    """Return a function that declares tables whose columns a test writes as text, plus an id."""

    def declared(metadata: sa.MetaData) -> None:
        for name, columns in tables.items():
            parts = eval(f"[{columns}]", vars(sa).copy())  # noqa: S307 (a text of the test itself)
            sa.Table(name, metadata, sa.Column("id", sa.BigInteger, primary_key=True), *parts)

    return declared


def declare(tables: dict[str, Tab], metadata: sa.MetaData) -> None:
    for tab in tables.values():
        parts: list[Any] = [sa.Column("id", sa.BigInteger, primary_key=True)]
        parts += [part for col in tab.columns.values() for part in _parts(tab, col)]
        if tab.stages:
            kind = sa.Enum(*STAGES[: tab.stages], name=f"stage of {tab.name}")
            parts.append(sa.Column("stage", kind, server_default="a"))
        if tab.pair:
            first, second = list(tab.columns)[:2]
            if "j" not in first[0] + second[0]:
                parts.append(sa.Index(f"ix_{tab.name}_pair", first, second))
        sa.Table(tab.name, metadata, *parts)


def _parts(tab: Tab, col: Col) -> list[Any]:
    type_ = sa.BigInteger() if col.refers else _type(tab, col)
    default = None if col.default is None else sa.text(col.default.replace(":", r"\:"))
    ondelete = "CASCADE" if col.cascades else None
    keys: list[Any] = [sa.ForeignKey("one.id", ondelete=ondelete)] if col.refers else []
    keys += [sa.Identity()] if col.name[0] == "i" else []
    keys += [sa.Computed("id * 2", persisted=True)] if col.name[0] == "g" else []
    column = sa.Column(
        col.name,
        type_,
        *keys,
        nullable=col.nullable or col.name == "b1",
        server_default=default,
        unique=col.unique and not col.deferred,
        index=col.indexed and not col.unique and not col.by_pattern,
    )
    parts: list[Any] = [column]
    if col.unique and col.deferred:
        parts.append(sa.UniqueConstraint(col.name, deferrable=True, initially="DEFERRED"))
    if col.indexed and not col.unique and col.by_pattern:
        ops = {col.name: "text_pattern_ops"}
        parts.append(sa.Index(f"ix_{tab.name}_{col.name}_like", col.name, postgresql_ops=ops))
    if col.check is not None:
        named = {"name": f"ck_{tab.name}_{col.name}"} if col.check else {}
        parts.append(
            sa.CheckConstraint(f"{col.name} >= -{col.check} AND {col.name} % 1 = 0", **named)
        )
    return parts


def _type(tab: Tab, col: Col) -> Any:
    if col.name[0] != "e":
        return FAMILIES[col.name[0]][0][col.kind]
    name = f"kind of {tab.name} {col.name}"
    return sa.Enum(
        *STAGES[: col.values], name=name, native_enum=False, create_constraint=True, length=9
    )


def rows(tables: dict[str, Tab]) -> list[str]:
    """Return statements that insert three rows into each table."""
    statements = []
    for tab in tables.values():
        written = {name: col for name, col in tab.columns.items() if name[0] != "g"}
        names = ", ".join(f'"{name}"' for name in ("id", *written))
        for number in range(3):
            values = [
                str(number + 1),
                *(
                    FAMILIES[name[0]][2][number] if not col.refers else str(number + 1)
                    for name, col in written.items()
                ),
            ]
            statements.append(f'INSERT INTO "{tab.name}" ({names}) VALUES ({", ".join(values)})')
    return statements
