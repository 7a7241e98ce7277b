"""A new revision follows the last published one.

If it follows an older one, someone else has published a revision since, and
together they make two heads, where `db upgrade` stops.

    down_revision = "0042"   # the last one on the published branch

Tell lint with --since which branch is published:

    flask db lint --since origin/main

https://alembic.sqlalchemy.org/en/latest/branches.html
"""

from collections.abc import Iterator

from safemigrate.lint.chain import Chain
from safemigrate.lint.finding import Finding
from safemigrate.lint.wording import joined

ID = "REV306"


def check_chain(chain: Chain) -> Iterator[Finding]:
    published = [m for m in chain.migrations if m.revision in chain.published]
    followed = {revision for migration in published for revision in migration.follows}
    heads = [m.revision for m in published if m.revision not in followed]
    for migration in chain.migrations:
        if migration.revision not in chain.judged:
            continue  # published: it can no longer change
        outdated = [revision for revision in migration.follows if revision in followed]
        if not outdated or not heads or len(migration.follows) > 1:
            continue  # a merge may follow any revisions
        yield Finding(
            ID,
            (migration.source.assignment_line("down_revision"),),
            f"{migration.revision} follows {outdated[0]}, but {joined(heads)} is published after "
            "that: together they are two heads.",
            f'make it follow the last one:\ndown_revision = "{heads[-1]}"',
            migration.source.file,
        )
