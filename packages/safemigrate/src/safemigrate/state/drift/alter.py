"""The statements that change one fact of an object; None if it has to be dropped and created."""

# ruff: noqa: S608 (the texts put together are names that PostgreSQL quoted)
from __future__ import annotations

import re
from collections.abc import Callable

from safemigrate.catalogue import Fact, Thing
from safemigrate.catalogue.comparison import Difference
from safemigrate.postgres.names import literal

Alter = Callable[[Thing, Fact, Fact], list[str] | None]  # the object, old value, new value


def alter(live: Thing, expected: Thing, fact: str) -> list[str] | None:
    """Return the statements that change one fact of an object."""
    change = _ALTER.get((expected.kind, fact)) or _ALTER.get(("*", fact))
    return change(expected, live.facts[fact], expected.facts[fact]) if change else None


def rename(difference: Difference) -> list[str]:
    """Return the statements that give an object the name of its expected side."""
    live, expected = difference.live, difference.expected
    if live is None or expected is None:
        return []
    before, after = live.name.rpartition("."), expected.name.rpartition(".")
    if live.kind in {"column", "constraint"}:
        word = live.kind.upper()
        return [f"ALTER TABLE {live.parent} RENAME {word} {before[2]} TO {after[2]}"]
    if live.kind in {"trigger", "policy", "rule"}:
        word = live.kind.upper()
        return [f"ALTER {word} {before[2]} ON {live.parent} RENAME TO {after[2]}"]
    if "(" in live.name or live.target is None:
        return [live.unmake, expected.make]
    lines = []
    if before[2] != after[2]:
        lines.append(f"ALTER {live.target} RENAME TO {after[2]}")
    if before[0] != after[0]:
        word = live.target.removesuffix(live.name)
        lines.append(f"ALTER {word}{before[0]}.{after[2]} SET SCHEMA {after[0]}")
    return lines


def _comment(thing: Thing, old: Fact, new: Fact) -> list[str]:
    return [f"COMMENT ON {thing.target} IS {'NULL' if new is None else literal(new)}"]


def _owner(thing: Thing, old: Fact, new: Fact) -> list[str]:
    return [f"ALTER {thing.target} OWNER TO {new or 'CURRENT_USER'}"]


def _grants(thing: Thing, old: Fact, new: Fact) -> list[str]:
    target, columns = (thing.target or "").replace("MATERIALIZED VIEW ", "TABLE "), ""
    target = re.sub("^VIEW ", "TABLE ", target).replace("AGGREGATE ", "ROUTINE ")
    if thing.kind == "column":
        target, columns = f"TABLE {thing.parent}", f" ({thing.name.rpartition('.')[2]})"
    default = "PUBLIC USAGE" if thing.kind.endswith(("type", "enum", "domain")) else None
    default = "PUBLIC EXECUTE" if thing.kind in {"function", "aggregate"} else default
    lines = [
        f"REVOKE ALL{columns} ON {target} FROM {grantee}"
        for grant in (old or default or "").split("; ")
        if (grantee := re.sub(r" [A-Z*, ]+$", "", grant))
    ]
    for grant in (new or "").split("; "):
        parts = _quoted(grant) if grant.startswith('"') else grant.partition(" ")
        grantee, _, privileges = parts
        listed = privileges.split(", ")
        without_option = [word for word in listed if word and not word.endswith("*")]
        with_option = [word[:-1] for word in listed if word.endswith("*")]
        for words, ending in ((without_option, ""), (with_option, " WITH GRANT OPTION")):
            if words:
                granted = ", ".join(f"{word}{columns}" for word in words)
                lines.append(f"GRANT {granted} ON {target} TO {grantee}{ending}")
    return lines


def _quoted(grant: str) -> tuple[str, str, str]:
    grantee, _, privileges = grant.rpartition('" ')
    return f'{grantee}"', " ", privileges


def _parameters(thing: Thing, old: Fact, new: Fact) -> list[str]:
    column = thing.kind == "column"
    target = f"ALTER TABLE {thing.parent} ALTER" if column else f"ALTER {thing.target}"
    target = f"{target} {thing.name.rpartition('.')[2]}" if column else target
    names = [parameter.partition("=")[0] for parameter in (old or "").split(", ") if parameter]
    lines = [f"{target} RESET ({', '.join(names)})"] if names else []
    return [*lines, f"{target} SET ({new})"] if new else lines


def _table(on: str, off: str = "") -> Alter:
    def change(thing: Thing, old: Fact, new: Fact) -> list[str]:
        return [f"ALTER TABLE {thing.name} {on.format(new) if new else off}"]

    return change


def _column(on: str, off: str = "") -> Alter:
    def change(thing: Thing, old: Fact, new: Fact) -> list[str]:
        bare_name = thing.name.rpartition(".")[2]
        action = on.format(new) if new is not None else off
        return [f"ALTER TABLE {thing.parent} ALTER {bare_name} {action}"]

    return change


def _type(thing: Thing, old: Fact, new: Fact) -> list[str]:
    bare_name, default = thing.name.rpartition(".")[2], thing.facts["default"]
    target = f"ALTER TABLE {thing.parent} ALTER {bare_name}"
    collate = f" COLLATE {thing.facts['collation']}" if thing.facts["collation"] else ""
    change = (
        f"{target} TYPE {thing.facts['type']}{collate} USING {bare_name}::{thing.facts['type']}"
    )
    if default is None or old == new:
        return [change]
    return [f"{target} DROP DEFAULT", change, f"{target} SET DEFAULT {default}"]


def _identity(thing: Thing, old: Fact, new: Fact) -> list[str]:
    bare_name = thing.name.rpartition(".")[2]
    target = f"ALTER TABLE {thing.parent} ALTER {bare_name}"
    if new is None:
        return [f"{target} DROP IDENTITY"]
    if old is None:
        # The new sequence continues after the existing rows.
        text = (
            f"SELECT setval(pg_get_serial_sequence({literal(thing.parent or '')}, "
            f"{literal(bare_name.strip(chr(34)))}), max({bare_name})) FROM {thing.parent}"
        )
        return [f"{target} ADD {new}", text]
    kind, _, settings = new.partition(" AS IDENTITY ")
    cycle = "CYCLE" if "CYCLE" in settings else "NO CYCLE"
    words = re.findall(r"[A-Z]+(?: WITH| BY)? -?\d+", settings)
    return [f"{target} SET {kind} " + " ".join(f"SET {word}" for word in [*words, cycle])]


def _constraint(thing: Thing, old: Fact, new: Fact) -> list[str] | None:
    if old == f"{new} NOT VALID":
        bare_name = thing.name.rpartition(".")[2]
        return [f"ALTER TABLE {thing.parent} VALIDATE CONSTRAINT {bare_name}"]
    return None


def _firing(thing: Thing, old: Fact, new: Fact) -> list[str]:
    bare_name = thing.name.rpartition(".")[2]
    if thing.kind == "event trigger":
        return [f"ALTER {thing.target} {new or 'ENABLE'}"]
    return [f"ALTER TABLE {thing.parent} {new or 'ENABLE'} {thing.kind.upper()} {bare_name}"]


def _members(thing: Thing, old: Fact, new: Fact) -> list[str]:
    old_items, new_items = _listed(old), _listed(new)
    if [member for member in new_items if member in old_items] == old_items:
        lines, last = [], None
        for member in new_items:
            if member not in old_items:
                place = f" AFTER {last}" if last else f" BEFORE {old_items[0]}" if old_items else ""
                lines.append(f"ALTER TYPE {thing.name} ADD VALUE {member}{place}")
            last = member
        return lines
    if len(old_items) == len(new_items) and len(set(old_items) ^ set(new_items)) == 2:
        pairs = [pair for pair in zip(old_items, new_items, strict=True) if pair[0] != pair[1]]
        if len(pairs) == 1:
            return [f"ALTER TYPE {thing.name} RENAME VALUE {pairs[0][0]} TO {pairs[0][1]}"]
    return _rebuilt(thing)


def _rebuilt(thing: Thing) -> list[str]:
    """Move columns to a new type: PostgreSQL cannot drop a member.  A row that has it fails."""
    schema, _, bare_name = thing.name.rpartition(".")
    old = f'"{bare_name.strip(chr(34))}_before"'
    alter_columns = (
        "SELECT format('ALTER TABLE %s ALTER %I TYPE {0} USING %2$I::text::{0}', c.oid::regclass, "
        "a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.atttypid = "
        "'{1}'::regtype AND c.relkind IN ('r', 'p') AND NOT a.attisdropped"
    ).format(thing.name, f"{schema}.{old}")
    do = (
        f"DO $do$ DECLARE text text; BEGIN FOR text IN {alter_columns} LOOP EXECUTE text; "
        "END LOOP; END $do$"
    )
    return [
        f"ALTER TYPE {thing.name} RENAME TO {old}", thing.make, do, f"DROP TYPE {schema}.{old}",
    ]  # fmt: skip


def _fields(thing: Thing, old: Fact, new: Fact) -> list[str]:
    old_items, new_items = (old or "").split(", "), (new or "").split(", ")
    lines = [
        f"ALTER TYPE {thing.name} DROP ATTRIBUTE {field.partition(' ')[0]}"
        for field in old_items
        if field not in new_items
    ]
    return lines + [
        f"ALTER TYPE {thing.name} ADD ATTRIBUTE {field}"
        for field in new_items
        if field not in old_items
    ]


def _listed(members: Fact) -> list[str]:
    return re.findall(r"'(?:[^']|'')*'", members or "")


def _partition(thing: Thing, old: Fact, new: Fact) -> list[str]:
    bound = thing.facts["partition bound"]
    if new is None:
        return [f"ALTER TABLE {old} DETACH PARTITION {thing.name}"] if old else []
    return [f"ALTER TABLE {new} ATTACH PARTITION {thing.name} {bound}"] if bound else [
        f"ALTER TABLE {thing.name} INHERIT {new}"
    ]  # fmt: skip


def _domain(on: str, off: str) -> Alter:
    def change(thing: Thing, old: Fact, new: Fact) -> list[str]:
        return [f"ALTER DOMAIN {thing.name} {on.format(new) if new else off}"]

    return change


def _sequence(on: str, off: str) -> Alter:
    def change(thing: Thing, old: Fact, new: Fact) -> list[str]:
        return [f"ALTER SEQUENCE {thing.name} {on.format(new) if new else off}"]

    return change


def _contents(thing: Thing, old: Fact, new: Fact) -> list[str]:
    return [f"REFRESH MATERIALIZED VIEW {thing.name}{'' if new else ' WITH NO DATA'}"]


def _clustering(thing: Thing, old: Fact, new: Fact) -> list[str]:
    bare_name = thing.name.rpartition(".")[2]
    action = f"CLUSTER ON {bare_name}" if new else "SET WITHOUT CLUSTER"
    return [f"ALTER TABLE {thing.parent} {action}"]


def _function(thing: Thing, old: Fact, new: Fact) -> list[str]:
    return [thing.make]


_ALTER: dict[tuple[str, str], Alter] = {
    ("*", "comment"): _comment,
    ("*", "owner"): _owner,
    ("*", "grants"): _grants,
    ("*", "storage parameters"): _parameters,
    ("*", "options"): _parameters,
    ("*", "firing"): _firing,
    ("table", "persistence"): _table("SET UNLOGGED", "SET LOGGED"),
    ("table", "row level security"): _table(
        "ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"
    ),
    ("table", "forced row level security"): _table(
        "FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"
    ),
    ("table", "replica identity"): _table("REPLICA IDENTITY {}", "REPLICA IDENTITY DEFAULT"),
    ("table", "tablespace"): _table("SET TABLESPACE {}", "SET TABLESPACE pg_default"),
    ("table", "parent"): _partition,
    ("table", "partition bound"): lambda thing, old, new: [],  # in the parent's statement
    ("column", "type"): _type,
    ("column", "collation"): _type,
    ("column", "NOT NULL"): _column("SET NOT NULL", "DROP NOT NULL"),
    ("column", "default"): _column("SET DEFAULT {}", "DROP DEFAULT"),
    ("column", "identity"): _identity,
    ("column", "storage"): _column("SET STORAGE {}", "SET STORAGE EXTENDED"),
    ("column", "compression"): _column("SET COMPRESSION {}", "SET COMPRESSION default"),
    ("column", "statistics target"): _column("SET STATISTICS {}", "SET STATISTICS -1"),
    ("constraint", "definition"): _constraint,
    ("index", "clustering"): _clustering,
    ("enum", "members"): _members,
    ("composite type", "fields"): _fields,
    ("domain", "default"): _domain("SET DEFAULT {}", "DROP DEFAULT"),
    ("domain", "NOT NULL"): _domain("SET NOT NULL", "DROP NOT NULL"),
    ("sequence", "settings"): _sequence("{}", ""),
    ("sequence", "owning column"): _sequence("OWNED BY {}", "OWNED BY NONE"),
    ("materialized view", "contents"): _contents,
    ("function", "definition"): _function,
}
