"""Runs worked examples of levy law through the program, and reports what differs."""

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
    """The outcome of an example."""

    PASSED = "passed"
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """The result of one example; `because` says why it failed or is a known difference."""

    example: Example
    outcome: Outcome
    because: tuple[str, ...] = ()


def check_conformance(
    files: Iterable[Path], known_file: Path | None = None
) -> tuple[ExampleRun, ...]:
    """Run the examples of these files and folders, in their order.

    known_file  list of known differences; None uses the known.toml next to each file and the
                project's own

    Raises ExamplesRefused if a file does not have the format; then no example was run.
    """
    example_paths = tuple(files)
    examples = read_examples(example_paths)
    listed = _known_differences(example_paths, known_file)
    return tuple(_run_example(example, listed.get(example.id, {})) for example in examples)


def _known_differences(
    files: Iterable[Path], known_file: Path | None
) -> dict[str, dict[str, KnownDifference]]:
    """Return the known differences by the example's id and the key."""
    neighbors = {(path if path.is_dir() else path.parent) / "known.toml" for path in files}
    lists = [known_file] if known_file is not None else sorted(neighbors | {OWN_KNOWN})
    by_id: dict[str, dict[str, KnownDifference]] = {}
    for file in lists:
        if file == known_file or file.exists():
            for entry in read_known(file):
                by_id.setdefault(entry.id, {})[entry.key] = entry
    return by_id


def _run_example(example: Example, listed: dict[str, KnownDifference]) -> ExampleRun:
    outcome = _rule_and_answer(example)
    if isinstance(outcome, str):
        return ExampleRun(example, Outcome.FAILED, (outcome,))
    rule, answer = outcome
    differ = differences(example.expected, answer, example.tolerance, unit=rule.unit)
    failed = [str(difference) for difference in differ if difference.key not in listed]
    failed += _outdated_sentences(example, listed, {difference.key for difference in differ})
    if failed:
        return ExampleRun(example, Outcome.FAILED, tuple(failed))
    if differ:
        reasons = tuple(_with_reason(difference, listed) for difference in differ)
        return ExampleRun(example, Outcome.KNOWN, reasons)
    return ExampleRun(example, Outcome.PASSED)


def _outdated_sentences(
    example: Example, listed: dict[str, KnownDifference], differing_keys: set[str]
) -> list[str]:
    """Return one sentence for each listed known difference that does not occur."""
    expected = set(paths(example.expected))
    return [
        f"{key} is listed in known.toml, but "
        + ("agrees: remove it" if key in expected else "the example expects no such key")
        for key in listed
        if key not in differing_keys
    ]


def _with_reason(difference: Difference, listed: dict[str, KnownDifference]) -> str:
    return f"{difference}: {listed[difference.key].reason}"


def _rule_and_answer(example: Example) -> tuple[Any, Any] | str:
    """Return the rule and its answer, or the sentence why there is none."""
    rules = _rules(example.state)
    rule = rules.get(example.rule)
    if rule is None:
        return f"rule {example.rule!r} does not exist; the rules are {', '.join(sorted(rules))}"
    unknown = sorted(set(example.inputs).difference(rule.inputs))
    if unknown:
        return f"rule {example.rule} has no input {', '.join(unknown)}"
    try:
        return rule, rule.answer(example.inputs, jurisdiction(example.state).parameters)
    except LevyError as error:
        return str(error)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return f"rule {example.rule} cannot use these inputs ({type(error).__name__}: {error})"


@cache
def _rules(state: str) -> Mapping[str, Any]:
    """Return the rules that a state's examples may name; empty if it has no examples."""
    try:
        return import_module(f"levy.law.{JURISDICTIONS[state]}.conformance.rules").RULES
    except ModuleNotFoundError:
        return {}
