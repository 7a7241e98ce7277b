"""The index of statutes in the documentation is what the code says."""

from benchmarks.statute_index import INDEX, index


def test_the_index_of_statutes_is_up_to_date():
    assert INDEX.read_text(encoding="utf-8") == index(), "run: python -m benchmarks.statute_index"


def test_the_index_names_rule_file_statute_tests_and_examples():
    row = next(line for line in index().splitlines() if "`levy/law/washington/earmark.py`" in line)
    assert row == (
        "| Parts of a levy that the law sets aside: mental health, veterans "
        "| `levy/law/washington/earmark.py` | RCW 71.20.110, WAC 458-19-055 "
        "| `tests/law/washington/test_earmark.py` | earmarked_split (3) |"
    )
