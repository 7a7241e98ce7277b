"""Every command and option of Flask-Migrate, run by it and by safemigrate from the same start.

Three runs of each: Flask-Migrate; safemigrate on Flask-Migrate's own folder with its old env.py;
safemigrate with the three-line env.py. Whatever differs is named in DIFFERENCES with its reason,
and what is named there must differ.
"""

import re

import pytest

from tests.observed import alike, catalogue, files
from tests.project import OURS, STOCK
from tests.start import Start
from tiers import mostly_full

# fmt: off
DIFFERENCES = {
    # letter: parts that differ, and why
    " ": (set(), "as in Flask-Migrate"),
    "S": ({"stderr"}, "an error ends with what to do"),
    "A": ({"stderr"}, "a command that did nothing says what to look at"),
    "D": ({"stderr"}, "a downgrade says first what it loses"),
    "P": ({"files"}, "a revision says its phase, and holds the safe form"),
    "Q": ({"status", "stderr"}, "a message is asked for, before anything is looked at"),
    "N": ({"status", "stdout", "stderr", "files", "catalogue"}, "a message is asked for"),
    "F": ({"status", "stderr"}, "Flask-Migrate has no such option"),
    "W": ({"status", "stderr", "stdout", "files"}, "the same, so it writes no file"),
    "M": ({"stdout", "stderr", "files"}, "a merge of one revision is no merge: no file"),
    "T": ({"files"}, "env.py is three lines that hand over to the package"),
    "H": ({"stdout"}, "help texts are our own, and list our options"),
}

CASES = [
    # stage     differs  command                                            because
    ("new",     " ", "list-templates",                                  "its names and synopses"),
    ("new",     "T", "init",                                            "our default template"),
    ("new",     "T", "init -t flask",                                   "asked for by name"),
    ("new",     " ", "init --multidb",                                  "its template"),
    ("new",     " ", "init -t flask-multidb",                           "by name"),
    ("new",     " ", "init -t aioflask",                                "by name"),
    ("new",     "T", "init --package",                                  "with __init__.py files"),
    ("new",     "T", "init -d other",                                   "another folder"),
    ("new",     "T", "-d other init",                                   "the group's option"),
    ("new",     "S", "init -t none",                                    "no such template"),
    ("made",    "S", "init",                                            "the folder is filled"),
    ("new",     "S", "upgrade",                                         "no folder"),
    ("new",     "S", "current",                                         "no folder"),
    ("made",    " ", "upgrade",                                         "nothing to do"),
    ("made",    " ", "current",                                         "no revision yet"),
    ("made",    "S", "downgrade",                                       "nothing to go back from"),
    ("made",    " ", "history",                                         "an empty history"),
    ("made",    " ", "heads",                                           "no head"),
    ("made",    "P", "migrate -m one",                                  "the first table"),
    ("made",    "P", "migrate -m one --rev-id abc",                     "a chosen id"),
    ("made",    "P", "migrate -m one --branch-label left",              "a labelled branch"),
    ("made",    "P", "migrate -m one -x a=1",                           "an argument for env.py"),
    ("made",    " ", "migrate -m one --version-path elsewhere",         "not a configured path"),
    ("made",    " ", "revision -m one",                                 "an empty revision"),
    ("made",    "P", "revision --autogenerate -m one",                  "the same as migrate"),
    ("made",    " ", "revision --rev-id abc --branch-label left",       "a chosen id and a label"),
    ("made",    "N", "migrate",                                         "a file has no name"),
    ("written", "Q", "migrate",                                         "nothing is looked at"),
    ("made",    "N", "revision --autogenerate",                         "the same as migrate"),
    ("made",    " ", "revision --sql",                                  "refused"),
    ("made",    " ", "migrate -m one --sql",                            "refused"),
    ("made",    "S", "check",                                           "a new model"),
    ("made",    " ", "show",                                            "there is no head to show"),
    ("made",    " ", "upgrade --nothing",                               "a usage error is 2"),
    ("made",    " ", "upgrade a b",                                     "too many arguments is 2"),
    ("made",    " ", "nothing",                                         "no such command is 2"),
    ("made",    "H", "upgrade --help",                                  "help is 0"),
    ("made",    "H", "--help",                                          "help of the group is 0"),
    ("written", " ", "upgrade",                                         "the table is made"),
    ("written", " ", "upgrade --sql",                                   "SQL on stdout"),
    ("written", " ", "upgrade --tag t -x a=1 r1",                       "every option of upgrade"),
    ("written", " ", "-x a=1 upgrade +1",                               "the group's option"),
    ("written", "S", "upgrade r9",                                      "no such revision"),
    ("written", "S", "migrate -m two",                                  "a revision is pending"),
    ("written", " ", "stamp",                                           "noted, not run"),
    ("written", " ", "stamp --sql",                                     "SQL on stdout"),
    ("written", " ", "stamp --purge --tag t r1",                        "every option of stamp"),
    ("written", "F", "current --check-heads",                           "Alembic's option"),
    ("applied", " ", "upgrade",                                         "nothing to do"),
    ("applied", "A", "migrate -m none",                                 "no change: no file"),
    ("applied", "A", "revision --autogenerate -m none",                 "no change: no file"),
    ("applied", " ", "check",                                           "they agree"),
    ("applied", "M", "merge heads -m one",                              "one head"),
    ("applied", "M", "merge r1",                                        "one revision"),
    ("applied", "D", "downgrade",                                       "the table is dropped"),
    ("applied", "D", "downgrade base",                                  "by name"),
    ("applied", " ", "downgrade -1",                                    "read as an option: 2"),
    ("applied", "D", "downgrade -- -1",                                 "the default, in full"),
    ("applied", " ", "downgrade --sql",                                 "SQL on stdout from head"),
    ("applied", " ", "edit",                                            "EDITOR opens the head"),
    ("applied", "S", "edit r9",                                         "no such revision"),
    ("applied", " ", "current",                                         "r1 (head)"),
    ("applied", " ", "current --verbose",                               "with the file"),
    ("applied", " ", "current -d migrations",                           "the command's -d"),
    ("applied", "S", "-d nowhere current",                              "the group's -d"),
    ("behind",  " ", "current",                                         "not the head"),
    ("behind",  " ", "history",                                         "newest first"),
    ("behind",  " ", "history -v -i -r r1:r2",                          "every option of history"),
    ("behind",  " ", "show r1",                                         "one revision"),
    ("behind",  " ", "show",                                            "the head"),
    ("behind",  " ", "heads -v --resolve-dependencies",                 "every option of heads"),
    ("behind",  " ", "branches -v",                                     "no branch"),
    ("behind",  "S", "check",                                           "a revision is pending"),
    ("behind",  " ", "revision -m x --head r1",                         "r1 is no head"),
    ("behind",  " ", "revision -m x --head r1 --splice",                "a branch on purpose"),
    ("behind",  "W", "revision -m x --depends-on r1",                   "Alembic's option"),
    ("ahead",   "P", "migrate -m drop",                                 "in no model"),
    ("ahead",   "W", "migrate --compare-type -m drop",                  "the guide's flag"),
    ("ahead",   "D", "downgrade",                                       "one back, by default"),
    ("ahead",   "D", "downgrade r1",                                    "one back, by name"),
    ("ahead",   "D", "downgrade base",                                  "all back"),
    ("behind",  " ", "upgrade base:r2 --sql",                           "two transactions"),
    ("ahead",   " ", "downgrade r2:r1 --sql",                           "a range"),
    ("ahead",   " ", "upgrade r1:r2",                                   "a range without --sql"),
    ("narrow",  "P", "migrate -m type",                                 "compared by default"),
    ("narrow",  "W", "migrate -m default --no-compare-type",            "nothing else changed"),
    ("narrow",  "W", "migrate -m x --no-compare-type --compare-server-default","only the default"),
    ("forked",  "S", "upgrade",                                         "two heads"),
    ("forked",  " ", "upgrade heads",                                   "both"),
    ("forked",  " ", "heads",                                           "two heads"),
    ("forked",  " ", "branches",                                        "r1 is a branch point"),
    ("forked",  "S", "migrate -m two",                                  "two heads"),
    ("forked",  " ", "merge heads -m both",                             "the guide's merge"),
    ("forked",  " ", "merge -m both --rev-id abc --branch-label x r2 r3","every option of merge"),
    ("forked",  " ", "merge r1 r2",                                     "r1 is behind r2"),
    ("forked",  "W", "merge --splice heads",                            "Alembic's option"),
    ("binds",   " ", "upgrade",                                         "an old env.py for binds"),
    ("binds",   " ", "upgrade --sql",                                   "a file for each database"),
    ("binds",   " ", "history",                                         "needs no database"),
]
# fmt: on


def observe(start: Start, stage: str, command: str, mount: str, *, own_env: bool) -> dict:
    folder, urls = start.copy(stage, mount, own_env=own_env)
    outcome = start.commands.run(
        "flask", "db", *command.split(), directory=folder, EDITOR="true", **urls
    )
    return {
        "status": outcome.status,
        "stdout": alike(outcome.stdout, folder),
        "stderr": alike(outcome.stderr, folder),
        "files": files(folder),
        "catalogue": catalogue(urls["DATABASE_URL"]) + catalogue(urls["OTHER_URL"]),
    }


def without_logger(text: str) -> str:
    """Flask-Migrate's errors go through the project's logging; ours are always `Error: …`."""
    return re.sub(r"^ERROR \[flask_migrate\] ", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("stage, differs, command, because", mostly_full(CASES, every=4))
def test_each_command_as_in_flask_migrate(start, stage, differs, command, because):
    parts, reason = DIFFERENCES[differs]
    stock = observe(start, stage, command, STOCK, own_env=False)
    ours = observe(start, stage, command, OURS, own_env=False)
    stock["stderr"] = without_logger(stock["stderr"])
    assert {part for part in stock if stock[part] != ours[part]} == parts, f"{because}; {reason}"
    assert "Traceback" not in ours["stderr"], because
    if stage == "binds":
        return  # the three lines are for one database; --multidb keeps Flask-Migrate's env.py

    own = observe(start, stage, command, OURS, own_env=True)
    ours["files"].pop("migrations/env.py", None)
    own["files"].pop("migrations/env.py", None)
    revisions = ours["stdout"].count("-- Running ")
    if revisions > 1:
        assert own.pop("stdout").count("COMMIT;") == revisions, "a transaction for each revision"
        assert ours.pop("stdout").count("COMMIT;") == 1, "one for all"
    if stage == "made":
        assert own.pop("catalogue") == [], "no version table where no revision ran"
        del ours["catalogue"]
    assert own == ours, because
