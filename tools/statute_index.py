"""Writes docs/reference/statutes.md: each rule of law with its file, statute, tests and examples.

`python -m tools.statute_index` rewrites it; a test compares it with the code.
"""

import ast
import inspect
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from levy.law.washington.conformance.rules import RULES

ROOT = Path(__file__).parents[1]
LAW = ROOT / "levy" / "law" / "washington"
PARAMETERS = ROOT / "levy" / "params" / "washington"
INDEX = ROOT / "docs" / "reference" / "statutes.md"
_STATUTE = re.compile(
    r"RCW \d+\.\d+\.\d+|WAC \d+-\d+-\d+|REV \d+ \d+|[Cc]onstitution, article [IVXL]+, section \d+"
)
_HEAD = """# Statutes

<!-- Written by `python -m tools.statute_index`; a test compares it with the code. -->

Each rule of Washington's levy law is one file in `levy/law/washington/`. Its tests are
`tests/law/washington/test_…`; examples are those of [conformance](conformance.md).

| rule | file | law | examples |
|---|---|---|---|
"""
_PARAMETERS = """
## Numbers of law

Each file in `levy/params/washington/` names the source of its numbers.

| file | law | tax years | numbers |
|---|---|---|---|
"""
_MARKED = """
A number marked **M** was written from memory. Verify it before you rely on it.

| number | file | mark | source |
|---|---|---|---|
"""
_READINGS = """
## Readings of the law

How a rule reads the law if no text consulted answers the question; also marked **M**.

| file | reading |
|---|---|
"""
_SENTENCE = re.compile(r"(?<=[.:])\s+(?=[A-Z])")


def main() -> int:
    """Write the index."""
    INDEX.write_text(index(), encoding="utf-8")
    return 0


def index() -> str:
    """Return the index of the current code."""
    numbers = _PARAMETERS + "".join(_numbers()) + _MARKED + "".join(_marked_numbers())
    return _HEAD + "".join(_rules()) + numbers + _READINGS + "".join(_readings())


def _rules() -> Iterator[str]:
    examples = _examples()
    for file in sorted(LAW.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        statutes = sorted(set(_STATUTE.findall(text)))
        if not statutes or file.name == "law.py":
            continue  # not a rule: the season calls them all, law.py has their numbers
        summary = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].replace("\n", " ")
        rule = _STATUTE.split(summary)[0].rstrip(" ,;.(").split(".  ")[0]
        shown = ", ".join(f"{name} ({count})" for name, count in examples.get(file.stem, ()))
        tested = (ROOT / "tests" / "law" / "washington" / f"test_{file.name}").exists()
        named = f"`{file.name}`" if tested else f"`{file.name}` (tested with its callers)"
        yield f"| {rule} | {named} | {', '.join(statutes)} | {shown} |\n"


def _examples() -> dict[str, list[tuple[str, int]]]:
    """Return the conformance rules that use each rule's file, with their numbers of examples."""
    counts: Counter[str] = Counter(
        example["rule"]
        for file in (ROOT / "examples" / "conformance").glob("*.json")
        for example in json.loads(file.read_text(encoding="utf-8"))["examples"]
    )
    examples: dict[str, list[tuple[str, int]]] = {}
    for name, rule in RULES.items():
        for file in sorted(_files_used(rule.function)):
            examples.setdefault(file, []).append((name, counts[name]))
    return examples


def _files_used(function: Callable[..., object]) -> set[str]:
    """Return the files of law that a function uses, directly or through others in its module."""
    body = ast.parse(Path(inspect.getfile(function)).read_text(encoding="utf-8")).body
    imported = {
        name.name: node.module or ""
        for node in body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    names, waiting = set(), {function.__name__}
    while waiting:
        names |= waiting
        used = [ast.walk(functions[name]) for name in waiting if name in functions]
        waiting = {node.id for node in chain(*used) if isinstance(node, ast.Name)} - names
    modules = {imported[name] for name in names if name in imported}
    return {name.rsplit(".", 1)[-1] for name in modules if name.startswith("levy.law.washington.")}


def _numbers() -> Iterator[str]:
    for file in sorted(PARAMETERS.glob("*.toml")):
        law, names_by_term = "–", dict[str, list[str]]()
        for name, entries, citation in _numbers_in(file):
            years = sorted(
                year
                for entry in entries
                for key in ("tax_year", "first_year", "last_year")
                if (year := entry.get(key)) is not None
            )
            term = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
            law = citation
            names_by_term.setdefault(term, []).append(f"`{name}`")
        for term, names in names_by_term.items():
            yield f"| `{file.name}` | {law} | {term} | {', '.join(names)} |\n"


def _marked_numbers() -> Iterator[str]:
    for file in sorted(PARAMETERS.glob("*.toml")):
        for name, entries, _ in _numbers_in(file):
            marked = [entry for entry in entries if "mark" in entry]
            mark = ", ".join(sorted({f"**{entry['mark']}**" for entry in marked}))
            source = "; ".join(dict.fromkeys(str(entry["source"]) for entry in marked))
            if marked:
                yield f"| `{name}` | `{file.name}` | {mark} | {source} |\n"


def _numbers_in(file: Path) -> Iterator[tuple[str, list[dict[str, Any]], str]]:
    """Yield each number of a file: its name, its entries, and the law that the file cites."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    for name, entries in content.items():
        if isinstance(entries, list) and isinstance(entries[0], dict):
            yield name, entries, content.get("citation", "–")


def _readings() -> Iterator[str]:
    """Yield each sentence of a docstring with the mark."""
    for file in sorted(LAW.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                    for sentence in _SENTENCE.split(" ".join(paragraph.split())):
                        if "[M" in sentence:
                            yield f"| `{file.name}` | {sentence} |\n"


if __name__ == "__main__":
    sys.exit(main())
