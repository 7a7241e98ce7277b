"""One grammar for durations that people type, one form for those and the sizes that they read."""

import pytest

from safemigrate.postgres.durations import duration_words, seconds_of
from safemigrate.postgres.sizes import count, size_words

# fmt: off
TYPED = [
    # text      seconds
    ("100ms",   0.1,       "a lock timeout"),
    ("2s",      2,         "seconds"),
    ("2.5 s",   2.5,       "a fraction, and a space"),
    ("15m",     900,       "minutes"),
    ("1min",    60,        "minutes, as PostgreSQL writes them"),
    ("1h",      3600,      "hours"),
    (" 36h ",   129_600,   "spaces around it mean nothing"),
    ("14d",     1_209_600, "days"),
    ("2w",      1_209_600, "weeks"),
]
REFUSED = [
    ("soon",            "a word"),
    ("10",              "no unit: seconds for one reader, milliseconds for another"),
    ("-1s",             "nothing lasts less than no time"),
    ("1h30m",           "two units"),
    ("1,5s",            "a comma"),
    ("1.2345s",         "finer than a millisecond"),
    ("1234567890s",     "more digits than anybody means"),
]
READ = [
    # seconds   words
    (0,         "0 ms",        "no time"),
    (0.0002,    "1 ms",        "what takes any time takes 1 ms"),
    (0.999,     "999 ms",      "below a second"),
    (1,         "1.0 s",       "a second"),
    (59.949,    "59.9 s",      "below a minute"),
    (130,       "2 min 10 s",  "minutes"),
    (3900,      "1 h 5 min",   "hours"),
]
SIZES = [
    # bytes             words
    (0,                 "0 bytes",  "nothing"),
    (999,               "999 bytes", "below a kilobyte"),
    (1000,              "1.0 kB",   "units of a thousand"),
    (123_400_000,       "123 MB",   "three digits are enough"),
    (41_230_000_000,    "41.2 GB",  "one decimal below a hundred"),
    (9e18,              "9000 PB",  "the last unit holds everything"),
]
COUNTS = [
    (0, "0 rows", "none is plural"), (1, "1 row", "one"), (180_000_000, "180,000,000 rows", "many"),
]
# fmt: on


@pytest.mark.parametrize("text, seconds, because", TYPED)
def test_a_duration_that_is_typed(text, seconds, because):
    assert seconds_of(text) == seconds, because


@pytest.mark.parametrize("text, because", REFUSED)
def test_a_text_that_is_not_a_duration(text, because):
    with pytest.raises(ValueError, match="is not a duration: write a number and ms, s, m, h"):
        seconds_of(text)


@pytest.mark.parametrize("seconds, words, because", READ)
def test_a_duration_that_is_read(seconds, words, because):
    assert duration_words(seconds) == words, because


@pytest.mark.parametrize("number, words, because", SIZES)
def test_a_size_that_is_read(number, words, because):
    assert size_words(number) == words, because


@pytest.mark.parametrize("number, words, because", COUNTS)
def test_a_count_that_is_read(number, words, because):
    assert count(number, "row") == words, because
