"""`--json` prints one JSON value, whatever a command does; docs/reference/json.md lists the keys."""

import json
import re
from pathlib import Path

import click
import pytest

from safemigrate.cli import db
from tests.observed import files
from tests.project import OURS

REFERENCE = Path(__file__).parents[1] / "docs" / "reference" / "json.md"
PLAIN = {"depends_on": [], "branch_labels": [], "branch_point": False}
R1 = {
    "revision": "r1",
    "down_revisions": [],
    "message": "r1 made",
    "head": True,
    "path": "migrations/versions/r1_made.py",
} | PLAIN
FIRST = R1 | {"head": False}
R2 = R1 | {
    "revision": "r2",
    "down_revisions": ["r1"],
    "message": "r2 made",
    "path": "migrations/versions/r2_made.py",
}
R3 = R2 | {"revision": "r3", "message": "r3 made", "path": "migrations/versions/r3_made.py"}
FORK = FIRST | {"branch_point": True}

# fmt: off
ANSWERS = [
    # stage     command                      answer                                    because
    ("written", "heads",                     {"heads": [R1]},                          "one head"),
    ("forked",  "heads",                     {"heads": [R2, R3]},                      "two heads"),
    ("made",    "heads",                     {"heads": []},                            "none"),
    ("forked",  "branches",                  {"branches": [FORK | {"followed_by": ["r2", "r3"]}]}, "who follows"),
    ("behind",  "history",                   {"revisions": [R2, FIRST]},               "newest first"),
    ("behind",  "history -i",                {"revisions": [R2 | {"current": False}, FIRST | {"current": True}]}, "where the database is"),
    ("behind",  "history -r current:",       {"revisions": [R2 | {"current": False}, FIRST | {"current": True}]}, "from where it is"),
    ("behind",  "history -r :current",       {"revisions": [FIRST | {"current": True}]}, "up to where it is"),
    ("behind",  "history -r r1:r1",          {"revisions": [FIRST]},                   "one revision"),
    ("behind",  "show r1",                   {"revisions": [FIRST]},                   "by name"),
    ("behind",  "show current",              {"revisions": [FIRST]},                   "by where the database is"),
    ("behind",  "current",                   {"databases": [{"database": "DATABASE", "revisions": [FIRST]}], "at_head": False}, "a revision is pending"),
    ("ahead",   "current --check-heads",     {"databases": [{"database": "DATABASE", "revisions": [R2]}], "at_head": True}, "none is pending"),
    ("binds",   "current",                   {"databases": [{"database": "DATABASE", "revisions": []}, {"database": "OTHER", "revisions": []}], "at_head": False}, "each database"),
    ("applied", "check",                     {},                                       "the models agree"),
    ("behind",  "stamp r2",                  {"databases": [{"database": "DATABASE", "revisions": [R2]}], "at_head": True}, "where it is now"),
    ("made",    "merge heads",               {"files": []},                            "nothing was written"),
    ("applied", "migrate -m none",           {"files": []},                            "nothing was written"),
    ("behind",  "revision -m two --rev-id r9", {"files": [R1 | {"revision": "r9", "down_revisions": ["r2"], "message": "two", "path": "migrations/versions/r9_two.py"}]}, "what was written"),
    ("made",    "migrate -m one --rev-id r1", {"files": [R1 | {"message": "one", "path": "migrations/versions/r1_one.py"}]}, "what was written"),
    ("forked",  "merge r2 r3 -m all --rev-id r4", {"files": [R3 | {"revision": "r4", "down_revisions": ["r2", "r3"], "message": "all", "path": "migrations/versions/r4_all.py"}]}, "what was written"),
    ("behind",  "status",                    {"current": ["r1"], "heads": ["r2"], "pending": ["r2"], "edited": [], "missing": [], "foreign": [], "half_done": [], "running": [], "last_run": None}, "where it is"),
    ("applied", "backfill list",             {"backfills": []},                        "none is registered"),
    ("applied", "backfill status x",         {"result": "error", "exit": 1, "error": ...}, "no such name"),
    ("applied", "drift",                     {"database": "DATABASE", "revisions": ["r1"], "drift": [], "unused_ignores": []}, "as it was made"),
    ("behind",  "switch --dry-run",          {"taken_back": [], "applied": ["r2"], "dry_run": True}, "what it would do"),
    ("applied", "wait --timeout 0s",         {"revision": "head"},                     "it is there"),
    ("applied", "purge",                     {"purged": [], "dry_run": False},         "nothing was set aside"),
    ("behind",  "guard show",                {"environment": None},                    "no stamp"),
    ("behind",  "guard set development --migrator me", {"environment": "development", "major": ..., "migrator": "me"}, "its stamp"),
    ("behind",  "edit r1",                   {"revisions": [FIRST]},                   "what was edited"),
    ("new",     "upgrade",                   {"result": "error", "exit": 1, "error": ...}, "no folder"),
    ("made",    "check",                     {"result": "error", "exit": 1, "error": ...}, "the models have more"),
    ("behind",  "current --check-heads",     {"result": "error", "exit": 1, "error": ...}, "a revision is pending"),
    ("behind",  "history -r r1",             {"result": "error", "exit": 1, "error": ...}, "no range"),
    ("behind",  "show nothing",              {"result": "error", "exit": 1, "error": ...}, "no such revision"),
    ("behind",  "plan nothing",              {"result": "error", "exit": 1, "error": ...}, "no such revision"),
    ("behind",  "wait --timeout 0s",         {"result": "error", "exit": 1, "error": ...}, "a revision is pending"),
    ("applied", "baseline",                  {"result": "error", "exit": 1, "error": ...}, "revisions are there"),
    ("behind",  "show r9 --kept",            {"result": "error", "exit": 9, "error": ...}, "nothing was kept"),
    ("behind",  "explain NONE001",           {"result": "error", "exit": 2, "error": ...}, "no such rule"),
    ("behind",  "upgrade --no-such-option",  {"result": "error", "exit": 2, "error": ...}, "a word that it does not know"),
    ("behind",  "no-such-command",           {"result": "error", "exit": 2, "error": ...}, "a command that it does not have"),
]
# fmt: on


@pytest.mark.parametrize("stage, command, answer, because", ANSWERS)
def test_answer(start, stage, command, answer, because):
    folder, urls = start.copy(stage, OURS, own_env=stage != "binds")
    environment = urls | {"EDITOR": "true"}
    outcome = start.commands.run(
        "flask", "db", *command.split(), "--json", directory=folder, **environment
    )
    text = outcome.stdout
    for name in ("DATABASE", "OTHER"):
        text = text.replace(urls[f"{name}_URL"].rpartition("/")[2], name)
    printed = json.loads(text)
    error = answer.get("result") == "error"
    assert outcome.status == (answer["exit"] if error else 0), outcome
    if error:
        assert json.loads(outcome.stdout)["error"].split() == error_of(outcome.stderr), (
            "the same sentence for a person"
        )
    answer = {name: printed[name] if value is ... else value for name, value in answer.items()}
    assert printed == {"result": "done"} | answer, because


def error_of(text: str) -> list[str]:
    return text.rpartition("Error: ")[2].split()


@pytest.mark.parametrize(
    "stage, command, because",
    [
        ("behind", "upgrade --sql", "SQL of what is pending"),
        ("ahead", "downgrade r2:r1 --sql", "SQL of the way back"),
        ("behind", "stamp r2 --sql", "SQL of the note"),
    ],
)
def test_sql_is_part_of_the_answer(start, stage, command, because):
    folder, urls = start.copy(stage, OURS, own_env=True)
    plain, answer = (
        start.commands.run("flask", "db", *command.split(), *more, directory=folder, **urls).stdout
        for more in ([], ["--json"])
    )
    assert json.loads(answer) == {"result": "done", "sql": plain}, because
    assert "COMMIT;" in plain


def test_templates_and_the_folder_that_is_made(start):
    folder, urls = start.copy("new", OURS, own_env=True)

    def answer(*words):
        return json.loads(
            start.commands.run("flask", "db", *words, "--json", directory=folder, **urls).stdout
        )

    names = [template["name"] for template in answer("list-templates")["templates"]]
    assert names == ["aioflask", "aioflask-multidb", "flask", "flask-multidb"]
    created = answer("init")
    assert created == {
        "result": "done",
        "directory": "migrations",
        "files": sorted(name for name in files(folder) if name.startswith("migrations/")),
    }


def each_command(group, above=()):
    """Return the options of each command; one that has commands of its own is not one."""
    context = group.make_context(group.name, [], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from each_command(command, (*above, name))
        else:
            yield (*above, name), {word for option in command.params for word in option.opts}


def test_every_command_has_it_and_its_keys_are_documented():
    commands = dict(each_command(db))
    assert [" ".join(words) for words, options in commands.items() if "--json" not in options] == []
    documented = dict(
        re.findall(r"^\| `db ([a-z-]+)[^|]*\| ([^|]*) \|", REFERENCE.read_text(), re.MULTILINE)
    )
    assert sorted(documented) == sorted({words[0] for words in commands})
    for _, command, answer, because in ANSWERS:
        if answer.get("result") != "error":
            missing = {key for key in answer if f"`{key}`" not in documented[command.split()[0]]}
            assert missing == set(), because
