"""An empty database can be upgraded to the newest revision in one go, as on a new machine."""

from safemigrate.testing.bench import Bench
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, failed

NAME = "base-to-head"


def check(bench: Bench) -> Verdict:
    try:
        assert bench.head  # noqa: S101 (the upgrade happens here)
    except StepFailed as failure:
        return failed(
            f"An empty database cannot be upgraded to the newest revision. {failure.sentence}"
        )
    return PASSED
