"""Property tests of the law: the same examples on every machine, unless a person asks for new ones.

`HYPOTHESIS_PROFILE=search` looks for examples that nobody has tried yet; `mutants` tries few,
for thousands of runs in a row.
"""

import os

from hypothesis import HealthCheck, Phase, settings

settings.register_profile("ci", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.register_profile(
    "mutants",
    settings.get_profile("ci"),
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
    # A busy machine must not look like a change that a test noticed.
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
