"""docs/how-to/testing-migrations.md shows what its commands print."""

import re
from pathlib import Path

from document_console import shown
from tests.execute.shop import CREATE_PERSON
from tiers import full

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "testing-migrations.md"
COMMANDS = shown(PAGE)
BLOCKS = re.findall(r"```python\n(.+?)```", PAGE.read_text(), re.DOTALL)
INDEX = 'op.execute("CREATE INDEX ix ON person (name)")'


def body(function: str) -> str:
    """Return the one line of a function that the page shows."""
    [line] = re.findall(rf"def {function}\(\):\n    (op\..+)\n", BLOCKS[0])
    return line


def timeless(text: str) -> str:
    """Return a text without its times, which may be of another length and break its lines."""
    return re.sub(r"about [\d.]+ m?s ", "about TIME ", " ".join(text.split()))


def run(shop, number):
    command, output = COMMANDS[number]
    outcome = shop.db(*command.removeprefix("flask db ").split())
    assert timeless(outcome.stdout.strip()) == timeless(output), outcome
    return outcome.status


@full
def test_what_the_page_shows(new_shop):
    shop = new_shop("page")
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
    fax = 'op.{}_column("person", {})'
    shop.revision(
        "r2",
        "r1",
        upgrade=fax.format("add", 'sa.Column("fax", sa.Text())'),
        downgrade=fax.format("drop", '"fax"'),
    )
    app = shop.folder / "app.py"
    name = "    name = db.Column(db.String(50))\n"
    app.write_text(app.read_text().replace(name, f"{name}    fax = db.Column(db.Text)\n"))
    assert len(COMMANDS) == 3
    assert run(shop, 0) == 0

    third = shop.revision("r3", "r2", upgrade=body("upgrade"), downgrade=body("downgrade"))
    assert run(shop, 1) == 1
    third.write_text(f"{third.read_text()}\n\n{BLOCKS[1]}")
    excused = shop.db("test", "--check", "there-and-back")
    assert (excused.status, "excused  there-and-back  r3\n" in excused.stdout) == (0, True)
    assert " ".join(excused.stdout.split()).count("nobody has a fax any more") == 1

    shop.revision("r3", "r2", upgrade=INDEX, downgrade='op.execute("DROP INDEX ix")')
    assert run(shop, 2) == 1


def test_every_check_and_option_is_on_the_page():
    from safemigrate.cli.test import CHECKS, command
    from safemigrate.testing import plugin
    from safemigrate.testing.checks import modules

    text = PAGE.read_text()
    assert list(CHECKS) == list(modules()) == re.findall(r"^\| `([a-z-]+)`", text, re.MULTILINE)
    options = {word for item in command.params for word in item.opts if word.startswith("--")}
    assert {word for word in options - {"--directory", "--x-arg"} if word not in text} == set()
    settings = (plugin.APP, plugin.MAX_BLOCK, plugin.ROWS, plugin.SINCE)
    assert [item for item in settings if item not in text] == []
