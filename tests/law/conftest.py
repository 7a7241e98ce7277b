"""Property tests of the law: the same examples on every machine, unless a person asks for new ones.

`HYPOTHESIS_PROFILE=search` looks for examples that nobody has tried yet.
"""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
