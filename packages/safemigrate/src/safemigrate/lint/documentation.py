"""A rule's documentation from its module's docstring, as a Markdown page or terminal text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from safemigrate.lint.rules import Rule

WIDTH = 80  # characters on a terminal line

_FAMILIES = {
    "LOCK": "Locks: what blocks others from reading or writing",
    "COMPAT": "Compatibility: what breaks running code",
    "DATA": "Data: rows that are changed, lost or counted twice",
    "REV": "Revisions: the chain and downgrades",
    "STYLE": "Style: what you would regret later",
    "WAIV": "Waivers",
}


def family(rule: Rule) -> str:
    """Return the letters of a rule's id, or OWN for a project's own family."""
    letters = rule.id.rstrip("0123456789")
    return letters if letters in _FAMILIES else "OWN"


def page(rule: Rule) -> str:
    """Return a rule's page in Markdown."""
    return f"# {rule.id} {rule.name}\n\n{_with_links(rule.text)}\n"


def index(rules: Mapping[str, Rule]) -> str:
    """Return the page that lists the rules, in Markdown."""
    lines = [
        "# Lint rules",
        "",
        "`db explain LOCK001` prints a rule's page. A waiver needs a reason:",
        "`# migrate: allow LOCK007: the table has 40 rows`.",
    ]
    for letters, title in _FAMILIES.items():
        lines += ["", f"## {title}", ""]
        for rule in rules.values():
            if family(rule) == letters:
                file = f"{rule.id.lower()}.md"
                lines.append(f"- [{rule.id}]({file}): {_summary(rule)}")
    return "\n".join(lines) + "\n"


def pages(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Return every page by file name."""
    return {"index.md": index(rules)} | {f"{r.id.lower()}.md": page(r) for r in rules.values()}


def terminal_page(rule: Rule) -> str:
    """Return a rule's documentation for a terminal, at most 80 characters wide except links."""
    return "\n".join([f"{rule.id} {rule.name}", "", *_wrapped_lines(rule.text)])


def rule_list(rules: Mapping[str, Rule]) -> str:
    """Return one line per rule: its id and its name."""
    width = max(len(rule.id) for rule in rules.values())
    return "\n".join(f"{rule.id:<{width}}  {rule.name}" for rule in rules.values())


def _summary(rule: Rule) -> str:
    return rule.text.splitlines()[0]


def _with_links(text: str) -> str:
    return "\n".join(
        f"<{line}>" if line.startswith("https://") else line for line in text.splitlines()
    )


def _wrapped_lines(text: str) -> Iterator[str]:
    for block in text.split("\n\n"):
        is_literal = block.startswith((" ", "- ", "https://"))
        yield from block.splitlines() if is_literal else textwrap.wrap(block, WIDTH)
        yield ""


def write(folder: str) -> None:
    """Write every page of this package's rules, and delete pages of rules that no longer exist."""
    from pathlib import Path

    from safemigrate.lint.rules import own_rules

    home = Path(folder)
    texts = pages(own_rules())
    for file in home.glob("*.md"):
        if file.name not in texts:
            file.unlink()
    for name, text in texts.items():
        (home / name).write_text(text)


if __name__ == "__main__":
    import sys

    write(sys.argv[1])
