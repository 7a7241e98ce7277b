"""The four output formats, each in full."""

import json
from pathlib import Path

from safemigrate.lint.finding import Finding
from safemigrate.lint.formats import github, sarif, text
from safemigrate.lint.formats import json as json_form
from safemigrate.lint.judgment import Note, Report
from safemigrate.lint.rules import own_rules

RULES = own_rules()
FILE = Path("migrations/versions/0042_x.py")
FOUND = Report(
    (Finding("LOCK003", (14,), "100 % is locked", "one:\ntwo,", FILE),),
    (Note(FILE, 20, "TypeError: x"),),
    2,
)
NOTHING = Report((), (), 12)


def printed(form, report: Report) -> str:
    return "\n".join(form.lines(report, RULES))


def test_text():
    assert printed(text, FOUND) == (
        "migrations/versions/0042_x.py:14: LOCK003 drop-index-blocks-reads\n"
        "  100 % is locked\n"
        "  help: one:\n"
        "    two,\n"
        "\n"
        "migrations/versions/0042_x.py:20: not judged, because lint cannot run it without a\n"
        "  database: TypeError: x\n"
        "\n"
        "2 revisions, 1 finding, 1 line not judged"
    )
    assert printed(text, NOTHING) == "12 revisions, no finding"
    assert printed(text, Report((), (), 1, "since main")) == "1 revision since main, no finding"
    assert printed(text, Report((), (), 0, "since main")) == "0 revisions since main, no finding"


def test_json():
    assert json.loads(printed(json_form, FOUND)) == {
        "revisions": 2,
        "findings": [
            {
                "rule": "LOCK003",
                "name": "drop-index-blocks-reads",
                "file": "migrations/versions/0042_x.py",
                "line": 14,
                "message": "100 % is locked",
                "help": "one:\ntwo,",
            }
        ],
        "not_judged": [
            {"file": "migrations/versions/0042_x.py", "line": 20, "reason": "TypeError: x"}
        ],
    }
    assert json.loads(printed(json_form, NOTHING)) == {
        "revisions": 12,
        "findings": [],
        "not_judged": [],
    }


def test_github():
    assert printed(github, FOUND) == (
        "::error file=migrations/versions/0042_x.py,line=14,title=LOCK003 drop-index-blocks-reads"
        "::100 %25 is locked%0Ahelp: one:%0Atwo,\n"
        "::notice file=migrations/versions/0042_x.py,line=20,title=not judged::TypeError: x\n"
        "2 revisions, 1 finding, 1 line not judged"
    )
    assert printed(github, NOTHING) == "12 revisions, no finding"


def test_sarif():
    log = json.loads(printed(sarif, FOUND))
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("LOCK003", "drop-index-blocks-reads")
    assert rule["shortDescription"]["text"] == RULES["LOCK003"].text.splitlines()[0]
    place = {
        "physicalLocation": {
            "artifactLocation": {
                "uri": "migrations/versions/0042_x.py",
                "uriBaseId": "%SRCROOT%",
            },
            "region": {"startLine": 14},
        }
    }
    assert run["results"] == [
        {
            "ruleId": "LOCK003",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "100 % is locked\none:\ntwo,"},
            "locations": [place],
        }
    ]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"] == {"text": "not judged: TypeError: x"}
    assert json.loads(printed(sarif, NOTHING))["runs"][0]["results"] == []
