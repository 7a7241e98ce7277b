"""Two revisions follow the same one, so the order is unknown.

Two people wrote one at the same time, and `db upgrade` stops. Merge them:

    flask db merge heads -m "merge"

Or, if nobody else has one of them yet, let its down_revision name the other.

https://alembic.sqlalchemy.org/en/latest/branches.html
"""

from collections.abc import Iterator

from safemigrate.lint.chain import Chain
from safemigrate.lint.finding import Finding
from safemigrate.lint.wording import joined

ID = "REV304"


def check_chain(chain: Chain) -> Iterator[Finding]:
    if len(chain.heads) < 2:
        return
    for revision in sorted(chain.heads):
        migration = chain.migration(revision)
        if migration is None or revision not in chain.judged:
            continue  # reported once, at the new one
        others = [head for head in sorted(chain.heads) if head != revision]
        yield Finding(
            ID,
            (migration.source.assignment_line("down_revision"),),
            f"{revision} is one of {len(chain.heads)} heads, along with {joined(others)}: "
            "`db upgrade` does not know which comes first.",
            'merge them:\nflask db merge heads -m "merge"\n'
            f'# or let this one follow the other: down_revision = "{others[0]}"',
            migration.source.file,
        )
