"""Do not edit a published revision, and give every revision its own id.

A database that has run a revision never gets what you change in it later. Write
a new revision instead. Of two files with the same id, Alembic runs only one.

Tell lint with --since which branch is published:

    flask db lint --since origin/main

https://alembic.sqlalchemy.org/en/latest/tutorial.html
"""

from collections.abc import Iterator

from safemigrate.lint.chain import Chain
from safemigrate.lint.finding import Finding
from safemigrate.project.sentences.place import shown

ID = "REV305"


def check_chain(chain: Chain) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for revision, file in chain.files:
        if revision in first:
            yield Finding(
                ID,
                (1,),
                f"{first[revision]} also has the id {revision}: Alembic runs only one of the two.",
                "give this one its own id, and use it in the down_revision of what follows it.",
                file,
            )
        first.setdefault(revision, shown(file))
    for revision in sorted(chain.edited):
        migration = chain.migration(revision)
        if migration is None:
            continue
        yield Finding(
            ID,
            (1,),
            f"{revision} was edited after it was published: a database that has run it never gets "
            "the change.",
            "revert the change, and make it in a new revision.",
            migration.source.file,
        )
