"""Every revision of the levy application passes `python migrate.py test`."""

import json
from pathlib import Path

from document_console import printed

ROOT = Path(__file__).parents[2]


def test_each_check_of_each_revision(database):
    status, text = printed("python migrate.py test --json", ROOT, DATABASE_URL=database)
    assert status == 0, text
    checks = json.loads(text)["checks"]
    assert {each["outcome"] for each in checks} <= {"passed", "excused"}
    revisions = len(list((ROOT / "migrations" / "versions").glob("*.py")))
    for check in ("there-and-back", "killed"):
        assert sum(each["check"] == check for each in checks) == revisions
