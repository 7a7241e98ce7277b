"""A condition from the system catalog, rewritten so that PostgreSQL parses it to the same one."""

from __future__ import annotations

import re

# How PostgreSQL shows a IN ('x', 'y') if a is a varchar; it does not parse that to the same.
_ONE_OF = re.compile(
    r"""\((\w+|"(?:[^"]|"")+")\)::text = """
    r"""ANY \(\(ARRAY\[((?:(?:, )?'(?:[^']|'')*'::character varying)+)\]\)::text\[\]\)"""
)


def readable(condition: str) -> str:
    """Return the condition in a form that PostgreSQL parses to the same one."""
    return _ONE_OF.sub(r"\1 IN (\2)", condition)
