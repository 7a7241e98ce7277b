"""How a database differs from what its revisions create: one difference per object."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from safemigrate.catalogue import Catalogue, Fact, Thing

MOVES = {"table", "view", "materialized view", "sequence", "enum", "domain"}  # between schemas


@dataclass(frozen=True)
class Difference:
    """An object that is not as the revisions create it.

    live      the object in the database; None if it is missing there
    expected  the object that the revisions create; None if they create none
    facts     the properties that differ: the database's value, the revisions' value
    """

    live: Thing | None
    expected: Thing | None
    facts: dict[str, tuple[Fact, Fact]] = field(default_factory=dict)

    @property
    def thing(self) -> Thing:
        """The object in the database, or the expected one if it is missing there."""
        side = self.live or self.expected
        assert side is not None, "a difference has a side"  # noqa: S101 (for mypy)
        return side


def differences(live: Catalogue, expected: Catalogue) -> list[Difference]:
    """Return every difference, in the order of the catalogue."""
    changes = []
    for key in [*expected, *(key for key in live if key not in expected)]:
        actual, wanted = live.get(key), expected.get(key)
        if actual is None or wanted is None:
            changes.append(Difference(actual, wanted))
            continue
        facts = {
            name: (actual.facts[name], value)
            for name, value in wanted.facts.items()
            if actual.facts[name] != value
        }
        if facts:
            changes.append(Difference(actual, wanted, facts))
    return changes


def main_differences(
    changes: list[Difference], live: Catalogue, expected: Catalogue
) -> list[Difference]:
    """Return the differences to report: not those of objects that belong to a reported one.

    An object that was renamed is one difference with both sides and no facts.
    """
    dropped = {change.thing.name for change in changes if change.live is None}
    added = {change.thing.name for change in changes if change.expected is None}
    tops = [
        change
        for change in changes
        if change.facts or change.thing.parent not in (dropped if change.live is None else added)
    ]
    renames = {
        before.thing.name: Difference(after, before.expected)
        for before in tops
        if before.live is None and (after := _renamed(before.thing, tops, live, expected))
    }
    names = {before: rename.thing.name for before, rename in renames.items()}
    main: list[Difference] = []
    for change in tops:
        if change.live is None and change.thing.name in renames:
            main.append(renames[change.thing.name])
        elif change.expected is not None or change.thing.name not in names.values():
            main.append(change)
    return [change for change in main if not change.facts or not _follows(change, names)]


def _follows(difference: Difference, names: dict[str, str]) -> bool:
    """Return whether an object differs only because something it refers to was renamed."""
    return all(
        live is not None and expected is not None and _with_names(expected, names) == live
        for live, expected in difference.facts.values()
    )


def _with_names(text: str, names: dict[str, str]) -> str:
    for before, after in names.items():
        text = re.sub(rf"(?<![\w.]){re.escape(before)}(?!\w)", lambda _, new=after: new, text)  # type: ignore[misc]
    return text


def _renamed(
    before: Thing, candidates: list[Difference], live: Catalogue, expected: Catalogue
) -> Thing | None:
    """Return the one new object that equals the missing one except for its name, if any."""
    pattern = _nameless(before, expected)
    matches = [
        difference.live
        for difference in candidates
        if difference.live is not None
        and difference.expected is None
        and difference.live.kind == before.kind
        and (difference.live.parent == before.parent or before.kind in MOVES)
        and _nameless(difference.live, live) == pattern
    ]
    return matches[0] if len(matches) == 1 else None


def _nameless(thing: Thing, catalogue: Catalogue) -> list[str]:
    schema, _, bare_name = thing.name.split("(")[0].rpartition(".")
    patterns = [thing.name, bare_name, *([f"{schema}."] if thing.kind in MOVES else [])]
    family = [thing, *(part for part in catalogue.values() if part.parent == thing.name)]
    texts = [
        f"{part.kind} {part is thing or part.name} {sorted(part.facts.items(), key=str)}"
        for part in family
    ]
    for pattern in patterns:
        end = "" if pattern.endswith(".") else r"(?!\w)"
        texts = [re.sub(rf"(?<!\w){re.escape(pattern)}{end}", "?", text) for text in texts]
    return sorted(texts)
