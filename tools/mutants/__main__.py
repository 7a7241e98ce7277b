"""Change the law in small ways, one at a time, and see whether a test fails.

    python -m tools.mutants [--only FILE] [--jobs N] [--confirm] [--report]

A run continues where the last one stopped: results are stored in .mutants/.  Mutants of changed
files and survivors are tried again.  --confirm tries the survivors on all of tests/law, with every
example and with the law freshly imported.
"""

import argparse
import os
from pathlib import Path

from tools.mutants import results
from tools.mutants.mutant import mutants_of
from tools.mutants.session import run


def main() -> None:
    """Try the mutants that have no result yet, and print all results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--confirm", action="store_true")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    files = options.only or sorted(map(str, Path("levy/law").rglob("*.py")))
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    outcomes = results.read()
    survived = frozenset(
        mutant.key
        for mutant in mutants
        if mutant.key in outcomes and outcomes[mutant.key].outcome == "survived"
    )
    todo = [mutant for mutant in mutants if mutant.key not in outcomes or mutant.key in survived]
    todo.sort(key=lambda mutant: not mutant.function)  # a fresh import takes longest
    if options.confirm:
        os.environ["HYPOTHESIS_PROFILE"] = "ci"
        run([mutant for mutant in mutants if mutant.key in survived], options.jobs, survived)
    elif not options.report:
        run(todo, options.jobs, frozenset())
    outcomes = results.read()
    print(*results.table(mutants, outcomes), "", *results.survivors(mutants, outcomes), sep="\n")


if __name__ == "__main__":
    main()
