"""The statements that make one catalogue into another, as far as no rows need a decision."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.catalogue import KINDS, Catalogue, Thing
from safemigrate.catalogue.comparison import Difference
from safemigrate.state.drift.alter import alter, rename

# What the statement that makes an object says already.
_MADE = {
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


def statements(found: list[Difference], told: list[Difference], wanted: Catalogue) -> list[str]:
    """Return what makes each object's `live` side into its `expected` side, in an order that works.

    found   every difference
    told    those with renames joined, which keep a renamed object's rows
    wanted  everything that the statements lead to
    """
    renames = [each for each in told if each.live and each.expected and not each.facts]
    moved = {each.live.name for each in renames if each.live}
    moved |= {each.expected.name for each in renames if each.expected}
    rest = [each for each in found if not _is_or_goes_with(each.thing, moved)]
    drops, changes, makes = _sorted_out(rest, wanted)
    lines = [text for each in renames for text in rename(each)]
    lines += _dropped(drops) + changes
    makes.sort(key=lambda thing: _ORDER[thing.kind])
    lines += [thing.make for thing in makes if thing.make]
    lines += [text for thing in makes for text in _settings(thing)]
    if any(thing.kind == "function" for thing in makes):
        lines.insert(0, "SET LOCAL check_function_bodies = off")
    return lines


def _is_or_goes_with(thing: Thing, names: set[str]) -> bool:
    parent = thing.parent or ""
    return thing.name in names or any(
        parent == name or parent.startswith(f"{name}.") for name in names
    )


def _sorted_out(
    found: list[Difference], wanted: Catalogue
) -> tuple[list[Thing], list[str], list[Thing]]:
    drops, changes, makes = [], [], []
    for each in found:
        if each.expected is None and each.live is not None:
            drops.append(each.live)
        elif each.live is None and each.expected is not None:
            makes.append(each.expected)
        elif each.live is not None and each.expected is not None:
            altered = [alter(each.live, each.expected, fact) for fact in each.facts]
            if None not in altered:
                changes += [text for texts in altered if texts for text in texts]
            else:
                drops.append(each.live)
                makes += [each.expected, *_family(each.expected, wanted)]
    return drops, changes, _once(makes)


def _once(things: list[Thing]) -> list[Thing]:
    return list({(thing.kind, thing.name): thing for thing in things}.values())


def _family(thing: Thing, wanted: Catalogue) -> Iterator[Thing]:
    for each in wanted.values():
        if each.parent == thing.name:
            yield each


def _dropped(drops: list[Thing]) -> list[str]:
    names = {thing.name for thing in drops}
    own = [thing for thing in drops if thing.parent not in names]
    return [thing.unmake for thing in sorted(own, key=lambda thing: -_ORDER[thing.kind])]


def _settings(thing: Thing) -> list[str]:
    bare = Thing(
        thing.kind, thing.name, thing.parent, dict.fromkeys(thing.facts), thing.target, "", ""
    )
    made = _MADE.get(thing.kind, {"definition"})
    lines: list[str] = []
    for fact, value in thing.facts.items():
        if fact not in made and (value is not None or fact == "grants"):
            lines += alter(bare, thing, fact) or []
    return lines
