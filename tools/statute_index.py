"""Writes docs/reference/statutes.md: each rule of law with its file, statute, tests and examples.

`python -m tools.statute_index` writes it anew; a test compares it with the code.
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

Each rule of Washington's levy law is one file, tested by a table of its own.

| rule | file | law | tests | examples |
|---|---|---|---|---|
"""
_PARAMETERS = """
## Numbers of law

A number marked **M** was written from memory and is to be verified before anyone relies on it.

| number | file | law | tax years | mark | source |
|---|---|---|---|---|---|
"""
_READINGS = """
## Readings of the law

What a rule takes to be so where no text that was read says it, marked **M** likewise.

| file | reading |
|---|---|
"""
_SENTENCE = re.compile(r"(?<=[.:])\s+(?=[A-Z])")


def main() -> int:
    """Write the index."""
    INDEX.write_text(index(), encoding="utf-8")
    return 0


def index() -> str:
    """Return the index as the code has it now."""
    numbers = _PARAMETERS + "".join(_numbers())
    return _HEAD + "".join(_rules()) + numbers + _READINGS + "".join(_readings())


def _rules() -> Iterator[str]:
    examples = _examples()
    for file in sorted(LAW.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        statutes = sorted(set(_STATUTE.findall(text)))
        if not statutes or file.name == "law.py":
            continue  # no rule: the season that calls them all, the numbers that they take
        summary = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].replace("\n", " ")
        rule = _STATUTE.split(summary)[0].rstrip(" ,;.(").split(".  ")[0]
        tests = ROOT / "tests" / "law" / "washington" / f"test_{file.name}"
        named = _path(tests) if tests.exists() else "–"
        shown = ", ".join(f"{name} ({count})" for name, count in examples.get(file.stem, ()))
        yield f"| {rule} | {_path(file)} | {', '.join(statutes)} | {named} | {shown or '–'} |\n"


def _examples() -> dict[str, list[tuple[str, int]]]:
    """Return, by the rule's file, the conformance rules that use it, and how many examples."""
    counts: Counter[str] = Counter(
        example["rule"]
        for file in (ROOT / "examples" / "conformance").glob("*.json")
        for example in json.loads(file.read_text(encoding="utf-8"))["examples"]
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for name, rule in RULES.items():
        for file in sorted(_files_used(rule.function)):
            found.setdefault(file, []).append((name, counts[name]))
    return found


def _files_used(function: Callable[..., object]) -> set[str]:
    """Return the files of law that a function uses, itself or through others of its module."""
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
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for name, entries in content.items():
            if not isinstance(entries, list) or not isinstance(entries[0], dict):
                continue
            years = sorted(
                year
                for entry in entries
                for key in ("tax_year", "first_year", "last_year")
                if (year := entry.get(key)) is not None
            )
            term = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
            marked = [entry for entry in entries if "mark" in entry]
            mark = ", ".join(sorted({f"**{entry['mark']}**" for entry in marked}))
            source = "; ".join(dict.fromkeys(str(entry["source"]) for entry in marked))
            law = content.get("citation", "–")
            yield f"| `{name}` | {_path(file)} | {law} | {term} | {mark} | {source} |\n"


def _readings() -> Iterator[str]:
    """Yield each sentence of a docstring that carries the mark."""
    for file in sorted(LAW.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                    for sentence in _SENTENCE.split(" ".join(paragraph.split())):
                        if "[M" in sentence:
                            yield f"| {_path(file)} | {sentence} |\n"


def _path(file: Path) -> str:
    return f"`{file.relative_to(ROOT).as_posix()}`"


if __name__ == "__main__":
    sys.exit(main())
