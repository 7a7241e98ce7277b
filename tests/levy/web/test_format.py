"""How figures, days and counts are written."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from levy.web import format as written

D = Decimal
WIDE = "\N{FIGURE SPACE}"

# fmt: off
CASES = [
    # function              given                                    written                because
    (written.dollars,       (D("1799258.05"),),                     "$1,799,258.05",       "money"),
    (written.dollars,       (D("-281.24"),),                         "-$281.24",            "less"),
    (written.dollars,       (D("15800172"),),                       "$15,800,172.00",      "cents"),
    (written.dollars,       (D("9" * 18 + ".99"),), "$" + "999," * 5 + "999.99",           "large"),
    (written.dollars,       (None,),                                "—",                   "blank"),
    (written.rate,          (D("0.5000000000"),),                    "0.5000000000",        "full"),
    (written.rate,          (D("0E-10"),),                           "0.0000000000",        "zero"),
    (written.rate,          (None,),                                "—",                   "blank"),
    (written.whole_dollars, (D(36331753518),),                      "$36,331,753,518",     "value"),
    (written.figure,        (D("0.0101"), "fraction"),               "0.0101",              "unit"),
    (written.figure,        (D("16145"), "dollars"),                 "$16,145.00",          "unit"),
    (written.figure,        (D("16145"), "value"),                   "$16,145",             "unit"),
    (written.rate_aligned,  (D("1.304693241694"),),                  "1.304693241694",      "12"),
    (written.rate_aligned,  (D("1.3046932417"),),                  "1.3046932417" + WIDE * 2, "10"),
    (written.rate_aligned,  (D("1.30469324169412"),),                "1.30469324169412",    "14"),
    (written.share,         (D(1), D(3)),                         "33.3 %",              "a third"),
    (written.share,         (D("0.0005"), D(1)),                  "0.1 %",               "half up"),
    (written.share,         (None, D(3)),                           "—",                   "blank"),
    (written.share,         (D(0), D(0)),                         "—",                   "of none"),
    (written.per_thousand,  (D(1), D(3)),                           333,                   "a bar"),
    (written.per_thousand,  (D(1), D(0)),                            0,                     "none"),
    (written.day,           (date(2025, 1, 5),),                    "Jan 5, 2025",         "a day"),
    (written.day,           (None,),                                "—",                   "blank"),
    (written.moment,        (datetime(2025, 1, 5, 7, 4, tzinfo=UTC),), "Jan 5, 2025 07:04 UTC",
                                                                                            "time"),
    (written.moment,        (None,),                                "—",                   "blank"),
    (written.counted,       (1, "levy", "levies"),                   "1 levy",              "one"),
    (written.counted,       (0, "levy", "levies"),                   "0 levies",            "none"),
    (written.counted,       (2000, "levy", "levies"),                "2,000 levies",        "many"),
    (written.written_together, (["a", "b", "c"],),                  "a, b and c",          "three"),
    (written.written_together, (["a"],),                             "a",                   "one"),
    (written.written_together, ([],),                                "",                    "none"),
]
# fmt: on


@pytest.mark.parametrize("function, given, text, because", CASES)
def test_written(
    function: Callable[..., Any], given: tuple[Any, ...], text: str | int, because: str
) -> None:
    assert function(*given) == text, because
