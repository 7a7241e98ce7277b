"""A condition of the catalogue as a revision may hold it: read again, it is what it was."""

from __future__ import annotations

import re

# What PostgreSQL makes of a IN ('x', 'y') where a is a varchar; it reads its own words as others.
_ONE_OF = re.compile(
    r"""\((\w+|"(?:[^"]|"")+")\)::text = """
    r"""ANY \(\(ARRAY\[((?:(?:, )?'(?:[^']|'')*'::character varying)+)\]\)::text\[\]\)"""
)


def readable(condition: str) -> str:
    """Return a condition that PostgreSQL reads as it read the one that it wrote this for."""
    return _ONE_OF.sub(r"\1 IN (\2)", condition)
