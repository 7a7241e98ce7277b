"""All rules, one per file: `lock007_not_null_scans_table.py` is LOCK007, not-null-scans-table.

A project's own rules are in `rules` in its migration folder, and lint finds them the same way.

A rule's module has a docstring, which is its documentation, an ID, and one of
    check(migration) -> findings      for each revision
    check_chain(chain) -> findings    for all revisions together; each finding names its file
    check_waiver(waiver, used, known) for each waiver
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
_FILE = re.compile(r"(?P<id>[a-z]+\d{3})_(?P<name>\w+)")


class RuleMisnamed(RuntimeError):
    """A rule's file name and its ID differ, or a part of it is missing."""

    def __init__(self, file: Path, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(f"{file.name} is not a rule: {reason}. `db new-rule` writes a valid one.")


@dataclass(frozen=True)
class Rule:
    """A rule: its id, its name, and the module with its checks."""

    id: str
    name: str
    module: ModuleType

    @property
    def text(self) -> str:
        """Return the documentation."""
        return (self.module.__doc__ or "").strip()


@cache
def own_rules() -> Mapping[str, Rule]:
    """Return the rules of this package by id."""
    return {
        rule.id: rule
        for file in sorted(HERE.glob("*.py"))
        if _FILE.fullmatch(file.stem)
        for rule in [_rule(file, import_module(f"{__name__}.{file.stem}"))]
    }


def rules_with(folder: Path) -> Mapping[str, Rule]:
    """Return the rules of this package and those of a project's folder, by id.

    Raises RuleMisnamed.
    """
    rules = dict(own_rules())
    for file in sorted(folder.glob("*.py")):
        if _FILE.fullmatch(file.stem):
            rule = _rule(file, _load(file))
            rules[rule.id] = rule
    return rules


def _load(file: Path) -> ModuleType:
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise RuleMisnamed(file, "Python cannot load it")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rule(file: Path, module: ModuleType) -> Rule:
    match = _FILE.fullmatch(file.stem)
    id_ = getattr(module, "ID", None)
    if match is None or id_ != match["id"].upper():
        raise RuleMisnamed(file, f"its ID is {id_!r}")
    if not any(hasattr(module, name) for name in ("check", "check_chain", "check_waiver")):
        raise RuleMisnamed(file, "it has no check, check_chain or check_waiver")
    if not module.__doc__:
        raise RuleMisnamed(file, "it has no docstring, which is its documentation")
    return Rule(id_, match["name"].replace("_", "-"), module)
