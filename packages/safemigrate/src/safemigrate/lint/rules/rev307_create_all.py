"""create_all() makes tables that no revision knows of.

Where the application calls it, a new database has all tables before the first
revision runs, which then stops at "relation already exists"; and a change of a
model is never made to the tables that are there, because create_all() leaves
those alone.

Let revisions make the tables, and take the call out:

    flask db migrate -m "first tables"
    flask db upgrade

Tests may call it; the rule looks only at modules that the application loads.

https://flask-migrate.readthedocs.io/en/latest/
"""

import ast
from collections.abc import Iterator

from safemigrate.lint.chain import Chain
from safemigrate.lint.finding import Finding

ID = "REV307"


def check_chain(chain: Chain) -> Iterator[Finding]:
    for file in chain.code:
        text = file.read_text(errors="replace")
        if "create_all" not in text:
            continue  # most modules; parsing them all would take longer than the rest
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "create_all":
                yield Finding(
                    ID,
                    (node.lineno,),
                    "create_all() makes tables that no revision knows of, and never changes one "
                    "that is there.",
                    "take the call out, and let revisions make the tables:\n"
                    'flask db migrate -m "first tables"',
                    file,
                )
