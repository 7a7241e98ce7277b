"""A rule's documentation, from its module's docstring: a page of the book, or a terminal's."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from safemigrate.lint.rules import Rule

WIDTH = 80  # characters of a terminal

_FAMILIES = {
    "LOCK": "Locks: what keeps others from reading or writing",
    "COMPAT": "Compatibility: what breaks the code that is still running",
    "DATA": "Data: rows that are changed, lost or counted twice",
    "REV": "Revisions: the chain, and the way back",
    "STYLE": "Style: what is regretted later",
    "WAIV": "Waivers",
}


def family(rule: Rule) -> str:
    """Return the letters of a rule's id, or OWN for a project's own family."""
    letters = rule.id.rstrip("0123456789")
    return letters if letters in _FAMILIES else "OWN"


def page(rule: Rule) -> str:
    """Return a rule's page in Markdown."""
    return f"# {rule.id} {rule.name}\n\n{_linked(rule.text)}\n"


def index(rules: Mapping[str, Rule]) -> str:
    """Return the page that lists the rules, in Markdown."""
    lines = [
        "# Lint rules",
        "",
        "Written from the rules themselves: `python -m safemigrate.lint.documentation FOLDER`.",
        "A waiver needs a reason: `# migrate: allow LOCK007: the table has 40 rows`.",
    ]
    for letters, title in _FAMILIES.items():
        lines += ["", f"## {title}", ""]
        for rule in rules.values():
            if family(rule) == letters:
                file = f"{rule.id.lower()}.md"
                lines.append(f"- [{rule.id}]({file}) {rule.name}: {_first(rule)}")
    return "\n".join(lines) + "\n"


def pages(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Return every page by its file's name."""
    return {"index.md": index(rules)} | {f"{r.id.lower()}.md": page(r) for r in rules.values()}


def explained(rule: Rule) -> str:
    """Return a rule's documentation for a terminal, at most 80 characters wide but for links."""
    return "\n".join([f"{rule.id} {rule.name}", "", *_wrapped(rule.text)])


def listed(rules: Mapping[str, Rule]) -> str:
    """Return one line a rule: its id and its name."""
    width = max(len(rule.id) for rule in rules.values())
    return "\n".join(f"{rule.id:<{width}}  {rule.name}" for rule in rules.values())


def _first(rule: Rule) -> str:
    return rule.text.splitlines()[0]


def _linked(text: str) -> str:
    return "\n".join(
        f"<{line}>" if line.startswith("https://") else line for line in text.splitlines()
    )


def _wrapped(text: str) -> Iterator[str]:
    for block in text.split("\n\n"):
        kept = block.startswith((" ", "- ", "https://"))
        yield from block.splitlines() if kept else textwrap.wrap(block, WIDTH)
        yield ""


def write(folder: str) -> None:
    """Write every page of this package's rules, and take away those of rules that are gone."""
    from pathlib import Path

    from safemigrate.lint.rules import own_rules

    home = Path(folder)
    wanted = pages(own_rules())
    for file in home.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (home / name).write_text(text)


if __name__ == "__main__":
    import sys

    write(sys.argv[1])
