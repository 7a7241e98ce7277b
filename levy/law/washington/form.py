"""The layout of Washington's forms: parts, letters, and amounts added after the decision.

REV 64 0007, the levy limit worksheet, has the letters; the lines of other levies have none.
"""

import re
from collections.abc import Iterator
from datetime import date

from levy.kinds import Binding, DistrictKind
from levy.law.form import Change, Form, Part
from levy.law.washington.area_worksheet import RATE_OF
from levy.law.washington.candidates import candidates
from levy.law.washington.limit_levels import LIMIT_NAMES, SHORT_LIMIT_NAMES
from levy.law.worksheet import Line, Worksheet, code_of

_LETTER = re.compile(r"(P2)?[A-Z]\d?")
_LESS, _PART = "less_", "part_"
# The lines that can hold each named figure: the first that the worksheet has counts.
_NAMED = {
    "request": ("P2H", "certified"),
    "amount": ("amount_left", "rest", "P2S"),
    "certified_rate": ("rate_left", "rate_agreed", "rate"),
    "next_highest_lawful_levy": ("K",),
    "next_rate": ("P2O", "voted_rate"),
}
# Lines added to the amount that was decided (1), or subtracted from it (-1).
_AFTERWARDS = {
    "abeyance": -1,
    "over_levied": -1,
    "under_levied": 1,
    "shift_to": 1,
    "shift_from": -1,
}
_BOUND_BY = {
    Binding.LIMIT: "levy limit",
    Binding.RESOLUTION: "resolution",
    Binding.CERTIFIED: "request",
    Binding.STATUTORY: "statutory rate",
    **LIMIT_NAMES,
    Binding.BUY_DOWN: "buy-down agreement",
    Binding.RECEIVED: "received",
    Binding.NONE: "—",
}


def parts(sheet: Worksheet) -> tuple[Part, ...]:
    """Return a worksheet in the parts of the form, the answer last; empty parts are left out."""
    return tuple(
        Part(title, sheet.lines[start:end]) for title, start, end in _bounds(sheet) if start < end
    )


def letter(key: str) -> str:
    """Return the letter by which the form names a line; blank if it has none."""
    return key if _LETTER.fullmatch(key) else ""


def other_levy(line: Line) -> str:
    """Return the levy whose rate a line subtracts or adds; blank for other lines."""
    for start in (_LESS, RATE_OF):
        if line.key.startswith(start):
            return code_of(line.key.removeprefix(start))
    return ""


def named_lines(sheet: Worksheet) -> dict[str, str]:
    """Return the lines with the request, the levy, its rate, and next year's starting figures."""
    lines = {name: key for name, keys in _NAMED.items() for key in reversed(keys) if sheet.has(key)}
    part = next((line.key for line in sheet.lines if line.key.startswith(_PART)), "")
    return lines if "amount" in lines or not part else lines | {"amount": part}


def changes(sheet: Worksheet) -> tuple[Change, ...]:
    """Return the corrections, the road shift and the amounts set aside, if there are any."""
    return tuple(
        Change(line, sign * line.value)
        for line in sheet.lines
        if (sign := -1 if line.key.startswith(_PART) else _AFTERWARDS.get(line.key, 0))
        and line.value
    )


def certification_due(kind: DistrictKind, tax_year: int) -> date | None:
    """Return the day by which a district must certify its levy to the assessor.

    November 30; the county's own legislative authority has until December 15, and the state
    certifies nothing to a county's assessor.  RCW 84.52.020, RCW 84.52.070.
    """
    if kind is DistrictKind.STATE:
        return None
    own = kind in {DistrictKind.COUNTY, DistrictKind.ROAD}
    return date(tax_year - 1, 12, 15) if own else date(tax_year - 1, 11, 30)


def _bounds(sheet: Worksheet) -> Iterator[tuple[str, int, int]]:
    keys = [line.key for line in sheet.lines]
    limited = "K" in keys
    maximum = keys.index("maximum_rate") + 1 if limited else 0
    page_1 = keys.index("K") + 1 if limited else 0
    answer = keys.index("rate") if "rate" in keys else len(keys)
    levied = keys.index("P2S_rate") + 1 if "P2S_rate" in keys else page_1
    yield "Statutory maximum rate", 0, maximum
    yield "Page 1: the levy limit", maximum, page_1
    if not limited:
        yield "The levy", 0, levied
    else:
        lifted = "voted_levy" in keys
        yield "Levy by voters' rate" if lifted else "Page 2: the levy", page_1, levied
    set_aside = any(key.startswith(_PART) for key in keys)
    yield "Set aside by law" if set_aside else "The rate", levied, answer
    yield "The answer", answer, len(keys)


FORM = Form(
    limits=SHORT_LIMIT_NAMES,
    bound_by=_BOUND_BY,
    levy_line="P2S",
    rate_line="P2S_rate",
    parts=parts,
    letter=letter,
    other_levy=other_levy,
    candidates=candidates,
    changes=changes,
    named_lines=named_lines,
    banked=(("banked", "by the statute"), ("banked_reported", "as counties report it")),
    due=certification_due,
)
