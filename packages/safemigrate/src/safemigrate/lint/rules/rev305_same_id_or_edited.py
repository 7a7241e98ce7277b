"""A revision that others have stays as it is, and each has an id of its own.

A database that has had a revision does not run it again: what is changed in its
file is never done there, and two databases at the same revision differ from
then on. Write a new revision instead.

Of two files with one id, Alembic runs one and forgets the other.

What others have is known with --since, which names the branch that is
published:

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
                f"{first[revision]} has the id {revision}, too: Alembic runs only one of the two.",
                "give this one an id of its own, and let what follows it name that.",
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
            f"{revision} is published and was edited since: a database that has had it never does "
            "what is new here.",
            "take the change back, and make it in a new revision.",
            migration.source.file,
        )
