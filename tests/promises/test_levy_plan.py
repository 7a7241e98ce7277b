"""The levy application plans its own migrations, through migrate.py."""

import json

from document_console import printed
from tests.promises.checkout import ROOT


def test_our_first_migration_is_planned_and_then_nothing_is_left(database: str) -> None:
    def migrate(words: str) -> tuple[int, str]:
        return printed(f"python migrate.py {words}", ROOT, DATABASE_URL=database)

    plan = json.loads(migrate("plan --json")[1])
    assert plan["failure"] is None
    assert plan["longest_block"] is None
    assert {each["file"] for each in plan["statements"]} == {
        each["file"] for each in plan["revisions"]
    }
    assert len(plan["statements"]) > 20
    assert migrate("upgrade")[0] == 0
    assert migrate("plan")[1].startswith("Nothing to plan: ")
