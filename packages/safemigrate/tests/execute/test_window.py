"""When a window is open, to the minute, on both sides of a change of summer time."""

from datetime import datetime

import pytest

from safemigrate.project.window import NotAWindow, is_open, next_opening, windows_of

LA = "Sun-Thu 01:00-05:00 America/Los_Angeles"
NIGHT = "Fri 22:00-02:00 Europe/Paris"
GAP = "Sun 02:30-04:00 America/Los_Angeles"
TWICE = "Sun 01:00-01:30 America/Los_Angeles"
TWO = "Mon 00:00-01:00 UTC; Tue,Thu 12:00-24:00 UTC"

# fmt: off
OPEN = [
    # windows, moment in UTC,          open,   because
    (LA,    "2026-11-18T09:00+00:00",  True,  "Wednesday 01:00 in winter time"),
    (LA,    "2026-11-18T08:59+00:00",  False, "a minute before"),
    (LA,    "2026-11-18T12:59+00:00",  True,  "the last minute"),
    (LA,    "2026-11-18T13:00+00:00",  False, "it ends at 05:00 sharp"),
    (LA,    "2026-07-15T08:00+00:00",  True,  "Wednesday 01:00 in summer time"),
    (LA,    "2026-07-15T12:00+00:00",  False, "05:00 in summer time"),
    (LA,    "2026-11-20T10:00+00:00",  False, "Friday 02:00 there"),
    (LA,    "2026-11-22T10:00+00:00",  True,  "Sunday 02:00 there"),
    (LA,    "2026-11-22T05:00+00:00",  False, "Sunday in UTC, Saturday 21:00 there"),
    (NIGHT, "2026-11-20T21:00+00:00",  True,  "Friday 22:00"),
    (NIGHT, "2026-11-21T00:59+00:00",  True,  "Saturday 01:59 belongs to Friday's window"),
    (NIGHT, "2026-11-21T01:00+00:00",  False, "Saturday 02:00"),
    (NIGHT, "2026-11-20T00:30+00:00",  False, "Friday 01:30 would be Thursday's"),
    (GAP,   "2026-03-08T10:00+00:00",  False, "03:00 daylight time: 02:30 never was, it opens 03:30"),
    (GAP,   "2026-03-08T10:30+00:00",  True,  "03:30 daylight time"),
    (GAP,   "2026-03-08T10:59+00:00",  True,  "03:59"),
    (GAP,   "2026-03-08T11:00+00:00",  False, "04:00"),
    (TWICE, "2026-11-01T08:00+00:00",  True,  "01:00 daylight time"),
    (TWICE, "2026-11-01T08:45+00:00",  True,  "01:45, between the two 01:30s"),
    (TWICE, "2026-11-01T09:29+00:00",  True,  "01:29 standard time"),
    (TWICE, "2026-11-01T09:30+00:00",  False, "the second 01:30"),
    (TWO,   "2026-11-23T00:30+00:00",  True,  "the first of two"),
    (TWO,   "2026-11-24T23:59+00:00",  True,  "the second, to midnight"),
    (TWO,   "2026-11-25T00:00+00:00",  False, "midnight is the next day"),
    (TWO,   "2026-11-26T12:00+00:00",  True,  "a list of days"),
    ("",    "2026-11-25T00:00+00:00",  True,  "no window is always open"),
    ("Mon 00:00-00:00 UTC", "2026-11-23T23:59+00:00", True, "from midnight to midnight"),
    ("Sat-Mon 01:00-02:00 UTC", "2026-11-23T01:00+00:00", True, "days around the week's end"),
    ("Sat-Mon 01:00-02:00 UTC", "2026-11-24T01:00+00:00", False, "Tuesday"),
]
NEXT = [
    (LA,    "2026-11-20T10:00+00:00", "Sun 2026-11-22 01:00 PST", "over the week-end"),
    (LA,    "2026-11-18T09:00+00:00", "Thu 2026-11-19 01:00 PST", "the one that is open is not next"),
    (LA,    "2026-03-07T12:00+00:00", "Sun 2026-03-08 01:00 PST", "the day of the change"),
    (GAP,   "2026-03-02T12:00+00:00", "Sun 2026-03-08 03:30 PDT", "the hour that never was"),
    (NIGHT, "2026-11-21T01:00+00:00", "Fri 2026-11-27 22:00 CET", "a week later"),
    (TWO,   "2026-11-23T02:00+00:00", "Tue 2026-11-24 12:00 UTC", "the sooner of two"),
]
WRONG = [
    ("always", "1 word instead of 3"),
    ("Sun 1:00-5:00 UTC", "1:00-5:00 are not valid hours"),
    ("Sun 01:00-25:00 UTC", "01:00-25:00 are not valid hours"),
    ("Sunday 01:00-05:00 UTC", "sunday is not a day from Mon to Sun"),
    ("Sun 01:00-05:00 Mars/Olympus", "Mars/Olympus is not a time zone on this machine"),
    ("Sun 01:00-05:00 ../../etc/passwd", "../../etc/passwd is not a time zone on this machine"),
]
# fmt: on


@pytest.mark.parametrize("text, moment, opened, because", OPEN)
def test_is_open(text, moment, opened, because):
    assert is_open(windows_of(text), datetime.fromisoformat(moment)) is opened, because


@pytest.mark.parametrize("text, moment, opens, because", NEXT)
def test_next_opening(text, moment, opens, because):
    opening = next_opening(windows_of(text), datetime.fromisoformat(moment))
    assert f"{opening:%a %Y-%m-%d %H:%M %Z}" == opens, because


@pytest.mark.parametrize("text, why", WRONG)
def test_what_is_no_window(text, why):
    with pytest.raises(NotAWindow) as error:
        windows_of(text)
    assert str(error.value) == (
        f"{text!r} is not a valid window ({why}): write days, hours and a time zone, such as "
        '"Sun-Thu 01:00-05:00 America/Los_Angeles"; separate several with semicolons.'
    )
