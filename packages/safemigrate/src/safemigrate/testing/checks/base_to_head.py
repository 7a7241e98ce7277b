"""An empty database gets from no revision to the newest in one upgrade, as a new machine does."""

from safemigrate.testing.bench import Bench
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, failed

NAME = "base-to-head"


def check(bench: Bench) -> Verdict:
    try:
        assert bench.head  # noqa: S101 (it is made here)
    except StepFailed as failure:
        return failed(f"An empty database does not get to the newest revision. {failure.said}")
    return PASSED
