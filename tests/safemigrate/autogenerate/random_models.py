"""Random tables, and what random changes make of them; rows that obey both."""

from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.dialects.postgresql import JSONB

# A column's first letter is its family: any type of it can become any other, there and back.
# fmt: off
FAMILIES: dict[str, tuple[list[Any], list[str], list[str]]] = {
    # letter: types, server defaults, values of three rows
    "n": ([sa.Integer(), sa.BigInteger(), sa.Numeric(12, 2)], ["0", "7", "1 + 1"], ["1", "2", "3"]),
    "s": ([sa.String(20), sa.String(40), sa.Text()], ["''", "'x%y:z'", "upper('a')"], ["'p'", "'q'", "'r%'"]),
    "d": ([sa.Date(), sa.DateTime()], ["'2026-01-01'", "date '2026-01-01' + 1"], ["'2026-01-01'", "'2026-01-02'", "'2026-01-03'"]),
    "b": ([sa.Boolean()], ["true", "false"], ["true", "false", "NULL"]),
    "j": ([JSONB()], ["'{}'", "'[1]'"], ["'{}'", "'[2]'", "'3'"]),
    "u": ([sa.Uuid()], ["md5('a')::uuid", "uuid_in(md5('b')::cstring)"], [f"'00000000-0000-0000-0000-00000000000{n}'" for n in (1, 2, 3)]),
}
# fmt: on
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
        None if refers else draw(st.sampled_from([None, *defaults])),
        draw(st.booleans()),
        name[0] in "nsu" and not refers and draw(st.booleans()),
        name[0] != "j" and draw(st.booleans()),
        draw(st.sampled_from([None, 0, 5])) if is_number and not refers else None,
        refers,
    )


@st.composite
def schemas(draw) -> dict[str, Tab]:
    """Return tables by name; the first one is always there, for the others refer to it."""
    names = ["one", *draw(st.lists(st.sampled_from(["two", "Three%"]), unique=True))]
    found = {}
    for name in names:
        chosen = draw(
            st.lists(
                st.sampled_from(["n1", "n2", "s1", "s%2", "d1", "b1", "j1", "u1"]),
                unique=True,
                max_size=5,
            )
        )
        tab = Tab(name, {each: draw(columns(each)) for each in sorted(chosen)})
        tab.stages = draw(st.sampled_from([None, 1, 2, 4]))
        tab.pair = len(chosen) > 1 and draw(st.booleans())
        found[name] = tab
    return found


def followed(before: dict[str, Tab], after: dict[str, Tab]) -> dict[str, Tab]:
    """Return tables that the rows of the ones before obey, and that values can be kept in."""
    found = {}
    for name, tab in after.items():
        was = before.get(name)
        made = Tab(name, dict(tab.columns), tab.stages, tab.pair)
        for column in tab.columns.values() if was else ():
            if column.name not in was.columns:
                needs = not column.nullable and column.default is None
                made.columns[column.name] = replace(
                    column,
                    nullable=column.nullable or needs,
                    unique=column.unique and column.default is None,
                )
        if was and was.stages and made.stages:
            made.stages = max(was.stages, made.stages)
        found[name] = made
    return found


def of_text(tables: dict[str, str]):
    """Return what declares tables whose columns are written in a test; each has an id."""

    def declared(metadata: sa.MetaData) -> None:
        for name, columns in tables.items():
            made = eval(f"[{columns}]", vars(sa).copy())  # noqa: S307 (a text of the test itself)
            sa.Table(name, metadata, sa.Column("id", sa.BigInteger, primary_key=True), *made)

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
    type_ = sa.BigInteger() if col.refers else FAMILIES[col.name[0]][0][col.kind]
    default = None if col.default is None else sa.text(col.default.replace(":", r"\:"))
    keys = [sa.ForeignKey("one.id", ondelete="CASCADE")] if col.refers else []
    column = sa.Column(
        col.name,
        type_,
        *keys,
        nullable=col.nullable or col.name == "b1",
        server_default=default,
        unique=col.unique,
        index=col.indexed and not col.unique,
    )
    parts: list[Any] = [column]
    if col.check is not None:
        named = {"name": f"ck_{tab.name}_{col.name}"} if col.check else {}
        parts.append(
            sa.CheckConstraint(f"{col.name} >= -{col.check} AND {col.name} % 1 = 0", **named)
        )
    return parts


def rows(tables: dict[str, Tab]) -> list[str]:
    """Return statements that insert three rows into each table."""
    made = []
    for tab in tables.values():
        names = ", ".join(f'"{name}"' for name in ("id", *tab.columns))
        for number in range(3):
            values = [
                str(number + 1),
                *(
                    FAMILIES[name[0]][2][number] if not col.refers else str(number + 1)
                    for name, col in tab.columns.items()
                ),
            ]
            made.append(f'INSERT INTO "{tab.name}" ({names}) VALUES ({", ".join(values)})')
    return made
