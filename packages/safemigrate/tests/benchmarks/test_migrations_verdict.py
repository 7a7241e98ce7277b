"""What the requests of a run say of its migration, and when that is safe."""

from collections import Counter
from dataclasses import replace

import pytest
from benchmarks.migrations.__main__ import FULL, LARGE, is_proved
from benchmarks.migrations.application import Request
from benchmarks.migrations.measurement import Measurement, judged
from benchmarks.migrations.report import rows_of
from benchmarks.migrations.scenario import Scenario
from benchmarks.migrations.trial import Trial
from benchmarks.migrations.verdict import is_safe, waited_too_long

BEGAN, ENDED = 100.0, 110.0
IDLE = Request("read", 98.0, 98.02, "")

# fmt: off
REQUESTS = [
    # role         due     answered  error    read  write  bystander  blocked
    ("read",       101.0,  101.5,    "",      0.5,  0.0,   0.0,       0.48,  "beyond the idle maximum it was held up"),
    ("write",      101.0,  104.0,    "",      0.0,  3.0,   0.0,       2.98,  "writers are counted separately"),
    ("bystander",  101.0,  103.0,    "",      0.0,  0.0,   2.0,       0.0,   "a bystander waits for the machine, not for locks"),
    ("read",       99.0,   101.0,    "",      2.0,  0.0,   0.0,       1.98,  "due before, answered during it"),
    ("write",      109.0,  112.0,    "",      0.0,  3.0,   0.0,       2.98,  "due during it, answered after it"),
    ("read",       110.5,  110.51,   "Gone",  0.01, 0.0,   0.0,       0.0,   "an error after it is its error"),
    ("read",       99.0,   99.01,    "Gone",  0.0,  0.0,   0.0,       0.0,   "an error before it is one, too"),
]
# fmt: on


@pytest.mark.parametrize(
    "role, due, answered, error, read, write, bystander, blocked, because", REQUESTS
)
def test_judged(role, due, answered, error, read, write, bystander, blocked, because):
    found = judged([IDLE, Request(role, due, answered, error)], BEGAN, ENDED)
    assert round(found.idle, 6) == 0.02, because
    assert (round(found.read, 6), round(found.write, 6)) == (read, write), because
    assert (round(found.bystander, 6), round(found.blocked, 6)) == (bystander, blocked), because
    assert found.errors == Counter([error] if error else []), because
    assert found.total == 10.0


# fmt: off
MEASUREMENTS = [
    # idle  read   write  errors  intact  too long  safe
    (0.01,  0.30,  0.02,  0,      True,   False,    True,   "twice 100 ms, 100 ms, and the idle 10 ms"),
    (0.01,  0.32,  0.02,  0,      True,   True,     False,  "readers were held up for longer"),
    (0.01,  0.02,  0.32,  0,      True,   True,     False,  "writers count as well"),
    (0.50,  0.79,  0.79,  0,      True,   False,    True,   "a machine that is slow when idle"),
    (0.01,  0.02,  0.02,  1,      True,   False,    False,  "an error is never safe"),
    (0.01,  0.02,  0.02,  0,      False,  False,    False,  "nor is a lost write"),
]
# fmt: on


@pytest.mark.parametrize("idle, read, write, errors, intact, too_long, safe, because", MEASUREMENTS)
def test_verdict(idle, read, write, errors, intact, too_long, safe, because):
    counted = Counter({"Gone": errors} if errors else {})
    measured = Measurement(idle, read, write, 9.0, 0.0, counted, 1.0, intact=intact)
    assert waited_too_long(measured) is too_long, because
    assert is_safe(measured) is safe, because


# fmt: off
TRIALS = [
    # must_ask  asked  rows      disputed     waits         proved
    (False,     False, LARGE,    [],          [0.2],        True,   "nothing to ask about"),
    (True,      True,  LARGE,    [],          [0.2],        True,   "it asked before it rewrote"),
    (True,      False, LARGE,    [],          [0.2],        False,  "it would have rewritten the table"),
    (True,      False, LARGE - 1, [],         [0.2],        True,   "a small table is rewritten in a moment"),
    (False,     False, LARGE,    ["LOCK001"], [0.2],        False,  "lint finds fault with our own way"),
    (False,     False, LARGE,    [],          [0.9],        False,  "somebody waited too long"),
    (False,     False, LARGE,    [],          [0.9, 0.2],   True,   "not when it was measured again"),
]
# fmt: on


@pytest.mark.parametrize("must_ask, asked, rows, disputed, waits, proved, because", TRIALS)
def test_proof(must_ask, asked, rows, disputed, waits, proved, because):
    measured = [Measurement(0.01, wait, 0.0, 0.0, 0.0, Counter(), 1.0) for wait in waits]
    scenario = Scenario("index", "", (), must_ask=must_ask)
    trial = Trial(scenario, [], None, asked, disputed, measured[0], measured)
    assert is_proved(trial, rows) is proved, because


# fmt: off
PACES = [
    # rows     raised  stock  ours  idle p99  p99     proved  because
    (FULL,     1,      8.0,   12.0, 0.002,    0.006,  True,   "two thirds of the throughput, three times the p99"),
    (FULL,     1,      8.0,   12.1, 0.002,    0.006,  False,  "slower than two thirds"),
    (FULL,     1,      8.0,   12.0, 0.002,    0.0061, False,  "writers felt it"),
    (FULL - 1, 1,      8.0,   99.0, 0.002,    0.9,    True,   "with fewer rows it is reported and not judged"),
    (FULL,     0,      8.0,   99.0, 0.002,    0.9,    True,   "no change of every row"),
]
# fmt: on


@pytest.mark.parametrize("rows, raised, stock, ours, idle_p99, p99, proved, because", PACES)
def test_pace(rows, raised, stock, ours, idle_p99, p99, proved, because):
    nobody = Measurement(0.01, 0.0, 0.0, 0.0, 0.0, Counter(), stock)
    measured = replace(nobody, total=ours, idle_p99=idle_p99, p99=p99)
    trial = Trial(Scenario("book", "", (), raised=raised), [], None, False, [], nobody, [measured])
    assert is_proved(trial, rows) is proved, because
    if raised:
        assert f"{stock / ours:.2f} of its throughput" in "\n".join(rows_of(trial))
