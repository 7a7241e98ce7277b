"""The statements that turn one catalogue into another, if no rows need a decision."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.catalogue import KINDS, Catalogue, Thing
from safemigrate.catalogue.comparison import Difference
from safemigrate.state.drift.alter import alter, rename

# The facts that the statement that creates an object already contains.
_IN_CREATE = {
    "table": {"persistence", "partition key", "parent", "partition bound"},
    "column": {"type", "NOT NULL", "default", "generation expression", "identity"},
    "extension": {"schema"},
    "sequence": {"settings"},
    "domain": {"type", "default", "NOT NULL", "collation"},
    "view": {"definition", "options"},
    "materialized view": {"definition", "storage parameters", "contents"},
    "publication": {"tables"},
    "default privileges": {"grants to come"},
    "enum": {"members"},
    "composite type": {"fields"},
    "range type": {"subtype"},
}
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def statements(
    all_differences: list[Difference], reported: list[Difference], wanted: Catalogue
) -> list[str]:
    """Return the statements that turn each object's `live` side into `expected`, in working order.

    reported  the differences with renames joined, so that a renamed object keeps its rows
    wanted    the catalogue that the statements lead to
    """
    renames = [d for d in reported if d.live and d.expected and not d.facts]
    moved = {d.live.name for d in renames if d.live}
    moved |= {d.expected.name for d in renames if d.expected}
    rest = [d for d in all_differences if not _is_or_belongs_to(d.thing, moved)]
    drops, changes, makes = _sorted_out(rest, wanted)
    lines = [text for difference in renames for text in rename(difference)]
    lines += _dropped(drops) + changes
    makes.sort(key=lambda thing: _ORDER[thing.kind])
    lines += [thing.make for thing in makes if thing.make]
    lines += [text for thing in makes for text in _settings(thing)]
    if any(thing.kind == "function" for thing in makes):
        lines.insert(0, "SET LOCAL check_function_bodies = off")
    return lines


def _is_or_belongs_to(thing: Thing, names: set[str]) -> bool:
    parent = thing.parent or ""
    return thing.name in names or any(
        parent == name or parent.startswith(f"{name}.") for name in names
    )


def _sorted_out(
    differences: list[Difference], wanted: Catalogue
) -> tuple[list[Thing], list[str], list[Thing]]:
    drops, changes, makes = [], [], []
    for difference in differences:
        if difference.expected is None and difference.live is not None:
            drops.append(difference.live)
        elif difference.live is None and difference.expected is not None:
            makes.append(difference.expected)
        elif difference.live is not None and difference.expected is not None:
            altered = [
                alter(difference.live, difference.expected, fact) for fact in difference.facts
            ]
            if None not in altered:
                changes += [text for texts in altered if texts for text in texts]
            else:
                drops.append(difference.live)
                makes += [difference.expected, *_family(difference.expected, wanted)]
    return drops, changes, _once(makes)


def _once(things: list[Thing]) -> list[Thing]:
    return list({(thing.kind, thing.name): thing for thing in things}.values())


def _family(thing: Thing, wanted: Catalogue) -> Iterator[Thing]:
    for member in wanted.values():
        if member.parent == thing.name:
            yield member


def _dropped(drops: list[Thing]) -> list[str]:
    names = {thing.name for thing in drops}
    top_level = [thing for thing in drops if thing.parent not in names]
    return [thing.unmake for thing in sorted(top_level, key=lambda thing: -_ORDER[thing.kind])]


def _settings(thing: Thing) -> list[str]:
    bare = Thing(
        thing.kind, thing.name, thing.parent, dict.fromkeys(thing.facts), thing.target, "", ""
    )
    in_create = _IN_CREATE.get(thing.kind, {"definition"})
    lines: list[str] = []
    for fact, value in thing.facts.items():
        if fact not in in_create and (value is not None or fact == "grants"):
            lines += alter(bare, thing, fact) or []
    return lines
