"""The glossary's terms, read from docs/glossary.md, for its page and for marks next to labels."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parents[2] / "docs" / "glossary.md"
_TERM = re.compile(r"^## (.+)$", re.MULTILINE)


class Term(NamedTuple):
    """A term, its anchor on the glossary page, and the paragraphs of its meaning."""

    name: str
    anchor: str
    meaning: tuple[str, ...]


@cache
def glossary() -> tuple[Term, ...]:
    """Return the terms in the order of the file, which is read once."""
    _, *parts = _TERM.split(SOURCE.read_text(encoding="utf-8"))
    return tuple(
        Term(name, anchor_of(name), _paragraphs(text))
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    )


def term_of(label: str) -> Term | None:
    """Return the term that a label is or begins with: limit factor for "Limit factor (RCW)".

    A one-word term has to be the whole label: "Levy on the original district" is not Levy.
    """
    text = label.casefold()
    matches = [
        term
        for term in glossary()
        if text == term.name.casefold()
        or (" " in term.name and re.match(rf"{re.escape(term.name.casefold())}\b", text))
    ]
    return max(matches, key=lambda term: len(term.name), default=None)


def anchor_of(term: str) -> str:
    """Return a term's anchor on the glossary page: tax-code-area for "Tax code area"."""
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n") if part.strip())
