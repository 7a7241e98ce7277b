"""The levy application plans its own migrations, through migrate.py."""

import json
from pathlib import Path

from tests.safemigrate.start import Start

ROOT = Path(__file__).parents[3]


def test_our_first_migration_is_planned_and_then_nothing_is_left(start: Start, database: str):
    def migrate(*words: str):
        run = start.commands.run
        return run("python", "migrate.py", *words, directory=ROOT, DATABASE_URL=database)

    plan = json.loads(migrate("plan", "--json").stdout)
    assert plan["failure"] is None
    assert plan["longest_block"] is None
    assert {each["file"] for each in plan["statements"]} == {
        each["file"] for each in plan["revisions"]
    }
    assert len(plan["statements"]) > 20
    assert migrate("upgrade").status == 0
    assert migrate("plan").stdout.startswith("Nothing to plan: ")
