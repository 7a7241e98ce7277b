"""Reads worked examples of levy law, and the list of known differences."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from levy.errors import ExamplesRefused
from levy.law import JURISDICTIONS

FORMAT = "docs/reference/conformance.md describes the format."
_NEEDED = {"id": str, "rule": str, "inputs": dict, "expected": dict}
_OF_KNOWN = ("id", "key", "reason")
_TOLERANCES = ("dollars", "rate")


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example: its inputs, and the results that its source gives.

    tolerance  by unit (dollars, rate): how far a figure may be off, both ends included
    """

    file: str
    id: str
    state: str
    rule: str
    citation: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """One expected value that the example's own source gets wrong."""

    id: str
    key: str
    reason: str


def read_examples(paths: Iterable[Path]) -> tuple[Example, ...]:
    """Return the examples of these files, and of every .json file of these folders, in order.

    Raises ExamplesRefused for the first file or example that does not have the format.
    """
    examples: dict[str, Example] = {}
    for path in paths:
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            for example in _examples_of(file):
                if example.id in examples:
                    other = examples[example.id].file
                    reason = f"An example in {other} has the same id."
                    raise ExamplesRefused(
                        str(file), f"example {example.id}", reason, "Rename one of them."
                    )
                examples[example.id] = example
    if not examples:
        named = ", ".join(map(str, paths))
        raise ExamplesRefused(named, "", "There are no examples.", FORMAT)
    return tuple(examples.values())


def read_known(file: Path) -> tuple[KnownDifference, ...]:
    """Return the known differences of one known.toml; raises ExamplesRefused."""
    try:
        entries = tomllib.loads(_text(file)).get("known", [])
    except tomllib.TOMLDecodeError as error:
        raise ExamplesRefused(str(file), "", f"It is not TOML ({error}).", "Fix it.") from error
    if not isinstance(entries, list):
        entries = [entries]
    return tuple(_known_difference(file, number, entry) for number, entry in enumerate(entries, 1))


def _known_difference(file: Path, number: int, entry: Any) -> KnownDifference:
    texts = [entry.get(name) for name in _OF_KNOWN] if isinstance(entry, dict) else []
    if not texts or not all(isinstance(text, str) and text for text in texts):
        reason = "It lacks an id, a key or a reason."
        raise ExamplesRefused(str(file), f"[[known]] number {number}", reason, "Write all three.")
    return KnownDifference(*texts)


def _examples_of(file: Path) -> Iterable[Example]:
    try:
        content = json.loads(_text(file), parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ExamplesRefused(str(file), where, f"It is not JSON ({error.msg}).", FORMAT) from error
    if not isinstance(content, dict) or not isinstance(content.get("examples"), list):
        raise ExamplesRefused(str(file), "", 'It has no list named "examples".', FORMAT)
    state = _state(file, content.get("meta"))
    for number, raw in enumerate(content["examples"], 1):
        yield _example(file, number, raw, state)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        reason = f"It cannot be read ({error.strerror})."
        raise ExamplesRefused(str(file), "", reason, "Check the path.") from error
    except UnicodeDecodeError as error:
        raise ExamplesRefused(
            str(file), "", f"Byte {error.start} is not UTF-8.", "Save it as UTF-8."
        ) from error


def _state(file: Path, meta: Any) -> str:
    """Return the state whose law the examples use; it may be left out if there is only one."""
    named = meta.get("state") if isinstance(meta, dict) else None
    if named is None and len(JURISDICTIONS) == 1:
        return next(iter(JURISDICTIONS))
    if named not in JURISDICTIONS:
        has = ", ".join(JURISDICTIONS)
        reason = f"The program does not have the law of {named!r}; it has {has}."
        raise ExamplesRefused(str(file), "meta", reason, "Set state to one of these.")
    return str(named)


def _example(file: Path, number: int, raw: Any, state: str) -> Example:
    where = f"example {number}"
    if not isinstance(raw, dict):
        raise ExamplesRefused(str(file), where, "It is not an object.", FORMAT)
    if isinstance(raw.get("id"), str):
        where = f"example {raw['id']}"
    for name, kind in _NEEDED.items():
        if not isinstance(raw.get(name), kind) or not raw[name]:
            raise ExamplesRefused(str(file), where, f"It has no {name}.", FORMAT)
    return Example(
        str(file),
        raw["id"],
        state,
        raw["rule"],
        str(raw.get("citation", "")),
        raw["inputs"],
        raw["expected"],
        _tolerance(file, where, raw.get("tolerance") or {}),
    )


def _tolerance(file: Path, where: str, raw: Any) -> dict[str, Decimal]:
    if not isinstance(raw, dict) or not set(raw) <= set(_TOLERANCES):
        reason = f"Its tolerance {raw!r} has units other than {' and '.join(_TOLERANCES)}."
        raise ExamplesRefused(str(file), where, reason, FORMAT)
    try:
        read = {unit: Decimal(width) for unit, width in raw.items()}
        if any(not width.is_finite() or width < 0 for width in read.values()):
            raise InvalidOperation
    except (InvalidOperation, TypeError, ValueError) as error:
        reason = f"Its tolerance {raw!r} is not a number of 0 or more."
        raise ExamplesRefused(str(file), where, reason, "Write a decimal, such as 0.01.") from error
    return read
