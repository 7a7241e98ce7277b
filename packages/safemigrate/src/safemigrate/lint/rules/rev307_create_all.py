"""create_all() creates tables that no revision knows of.

On a new database the first revision then fails with "relation already exists".
And create_all() skips existing tables, so model changes never reach them.
Remove the call, and let revisions create the tables:

    flask db migrate -m "first tables"
    flask db upgrade

Tests may call it; the rule checks only modules that the application loads.

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
                    "create_all() creates tables that no revision knows of, and never changes an "
                    "existing one.",
                    "remove the call, and let revisions create the tables:\n"
                    'flask db migrate -m "first tables"',
                    file,
                )
