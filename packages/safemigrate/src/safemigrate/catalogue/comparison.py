"""How a database differs from what its revisions make, one difference an object."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from safemigrate.catalogue import Catalogue, Fact, Thing

MOVES = {"table", "view", "materialized view", "sequence", "enum", "domain"}  # between schemas


@dataclass(frozen=True)
class Difference:
    """One object that is not as the revisions make it.

    live      the object in the database; None where it is gone
    expected  the object that the revisions make; None where they make none
    facts     what is true of both in different ways: the database's value, the revisions'
    """

    live: Thing | None
    expected: Thing | None
    facts: dict[str, tuple[Fact, Fact]] = field(default_factory=dict)

    @property
    def thing(self) -> Thing:
        """The object, as the database has it if it does."""
        found = self.live or self.expected
        assert found is not None, "a difference has a side"  # noqa: S101 (for mypy)
        return found


def differences(live: Catalogue, expected: Catalogue) -> list[Difference]:
    """Return every difference, in the catalogue's order."""
    found = []
    for key in [*expected, *(key for key in live if key not in expected)]:
        here, there = live.get(key), expected.get(key)
        if here is None or there is None:
            found.append(Difference(here, there))
            continue
        facts = {
            name: (here.facts[name], value)
            for name, value in there.facts.items()
            if here.facts[name] != value
        }
        if facts:
            found.append(Difference(here, there, facts))
    return found


def told(found: list[Difference], live: Catalogue, expected: Catalogue) -> list[Difference]:
    """Return the differences worth a sentence: not those that go with a larger one.

    An object that was renamed is one difference with both sides and no facts.
    """
    gone = {each.thing.name for each in found if each.live is None}
    new = {each.thing.name for each in found if each.expected is None}
    tops = [
        each
        for each in found
        if each.facts or each.thing.parent not in (gone if each.live is None else new)
    ]
    renames = {
        before.thing.name: Difference(after, before.expected)
        for before in tops
        if before.live is None and (after := _renamed(before.thing, tops, live, expected))
    }
    names = {before: each.thing.name for before, each in renames.items()}
    kept: list[Difference] = []
    for each in tops:
        if each.live is None and each.thing.name in renames:
            kept.append(renames[each.thing.name])
        elif each.expected is not None or each.thing.name not in names.values():
            kept.append(each)
    return [each for each in kept if not each.facts or not _follows(each, names)]


def _follows(each: Difference, names: dict[str, str]) -> bool:
    """Return whether an object differs only in naming what was renamed."""
    return all(
        live is not None and expected is not None and _with_names(expected, names) == live
        for live, expected in each.facts.values()
    )


def _with_names(text: str, names: dict[str, str]) -> str:
    for before, after in names.items():
        text = re.sub(rf"(?<![\w.]){re.escape(before)}(?!\w)", lambda _, new=after: new, text)  # type: ignore[misc]
    return text


def _renamed(
    before: Thing, found: list[Difference], live: Catalogue, expected: Catalogue
) -> Thing | None:
    """Return the new object that is the one that is gone in all but its name, if one alone is."""
    wanted = _nameless(before, expected)
    alike = [
        each.live
        for each in found
        if each.live is not None
        and each.expected is None
        and each.live.kind == before.kind
        and (each.live.parent == before.parent or before.kind in MOVES)
        and _nameless(each.live, live) == wanted
    ]
    return alike[0] if len(alike) == 1 else None


def _nameless(thing: Thing, catalogue: Catalogue) -> list[str]:
    schema, _, own = thing.name.split("(")[0].rpartition(".")
    patterns = [thing.name, own, *([f"{schema}."] if thing.kind in MOVES else [])]
    family = [thing, *(each for each in catalogue.values() if each.parent == thing.name)]
    texts = [
        f"{each.kind} {each is thing or each.name} {sorted(each.facts.items(), key=str)}"
        for each in family
    ]
    for pattern in patterns:
        end = "" if pattern.endswith(".") else r"(?!\w)"
        texts = [re.sub(rf"(?<!\w){re.escape(pattern)}{end}", "?", text) for text in texts]
    return sorted(texts)
