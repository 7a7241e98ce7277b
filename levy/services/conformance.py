"""Runs worked examples of levy law against the program's own law, and tells what differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import levy
from levy.errors import LevyError
from levy.law import JURISDICTIONS
from levy.services.conformance_comparison import Difference, differences, paths
from levy.services.conformance_examples import (
    Example,
    KnownDifference,
    read_examples,
    read_known,
)
from levy.services.jurisdiction import jurisdiction

OWN_KNOWN = Path(levy.__file__).parents[1] / "examples" / "conformance" / "known.toml"


class Outcome(StrEnum):
    """What became of an example."""

    PASSED = "passed"
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Checked:
    """One example, run; `because` says in words why it failed or is known."""

    example: Example
    outcome: Outcome
    because: tuple[str, ...] = ()


def check_conformance(files: Iterable[Path], known: Path | None = None) -> tuple[Checked, ...]:
    """Run the examples of these files and folders, in their order.

    known  list of known differences; of none given, the known.toml beside each file and the
           project's own

    Raises ExamplesRefused where a file is not in the format; then nothing was run.
    """
    paths_given = tuple(files)
    examples = read_examples(paths_given)
    listed = _known(paths_given, known)
    return tuple(_checked(example, listed.get(example.id, {})) for example in examples)


def _known(files: Iterable[Path], given: Path | None) -> dict[str, dict[str, KnownDifference]]:
    beside = {(path if path.is_dir() else path.parent) / "known.toml" for path in files}
    lists = [given] if given is not None else sorted(beside | {OWN_KNOWN})
    found: dict[str, dict[str, KnownDifference]] = {}
    for file in lists:
        if file == given or file.exists():
            for entry in read_known(file):
                found.setdefault(entry.id, {})[entry.key] = entry
    return found


def _checked(example: Example, known: dict[str, KnownDifference]) -> Checked:
    refused = _answered(example)
    if isinstance(refused, str):
        return Checked(example, Outcome.FAILED, (refused,))
    rule, answer = refused
    differ = differences(example.expected, answer, example.tolerance, unit=rule.unit)
    failed = [str(one) for one in differ if one.key not in known]
    failed += _outdated(example, known, {one.key for one in differ})
    if failed:
        return Checked(example, Outcome.FAILED, tuple(failed))
    if differ:
        return Checked(example, Outcome.KNOWN, tuple(_explained(one, known) for one in differ))
    return Checked(example, Outcome.PASSED)


def _outdated(example: Example, known: dict[str, KnownDifference], differ: set[str]) -> list[str]:
    """Return a sentence for each known difference that is none (any more)."""
    expected = set(paths(example.expected))
    return [
        f"{key} is listed in known.toml, but "
        + ("agrees: take it out" if key in expected else "the example expects no such key")
        for key in known
        if key not in differ
    ]


def _explained(difference: Difference, known: dict[str, KnownDifference]) -> str:
    return f"{difference}: {known[difference.key].reason}"


def _answered(example: Example) -> tuple[Any, Any] | str:
    """Return the rule and its answer, or the sentence that says why there is none."""
    rules = _rules(example.state)
    rule = rules.get(example.rule)
    if rule is None:
        return f"rule {example.rule!r} is not known; known are {', '.join(sorted(rules))}"
    unknown = sorted(set(example.inputs).difference(rule.inputs))
    if unknown:
        return f"input {', '.join(unknown)} is not known to rule {example.rule}"
    try:
        return rule, rule.answer(example.inputs, jurisdiction(example.state).parameters)
    except LevyError as error:
        return str(error)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return f"rule {example.rule} cannot use these inputs ({type(error).__name__}: {error})"


@cache
def _rules(state: str) -> Mapping[str, Any]:
    """Return the rules that a state's examples may name; none where it has no examples."""
    try:
        return import_module(f"levy.law.{JURISDICTIONS[state]}.conformance.rules").RULES
    except ModuleNotFoundError:
        return {}
