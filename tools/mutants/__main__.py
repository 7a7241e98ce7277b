"""Change the law in small ways, one at a time, and see whether a test fails.

    python -m tools.mutants [--only FILE] [--jobs N] [--confirm] [--report]

A run goes on where the last one stopped: results are kept in .mutants/, a file that changed is
tried anew, and so is what survived.  --confirm tries the survivors once more, on all of
tests/law, with every example and freshly imported.
"""

import argparse
import os
from pathlib import Path

from tools.mutants import results
from tools.mutants.mutant import mutants_of
from tools.mutants.session import run


def main() -> None:
    """Try what was not tried, and print what became of every mutant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--confirm", action="store_true")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    files = options.only or sorted(map(str, Path("levy/law").rglob("*.py")))
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    known = results.read()
    survived = frozenset(
        each.key for each in mutants if each.key in known and known[each.key].outcome == "survived"
    )
    todo = [each for each in mutants if each.key not in known or each.key in survived]
    todo.sort(key=lambda each: not each.function)  # what needs a fresh import takes longest
    if options.confirm:
        os.environ["HYPOTHESIS_PROFILE"] = "ci"
        run([each for each in mutants if each.key in survived], options.jobs, survived)
    elif not options.report:
        run(todo, options.jobs, frozenset())
    known = results.read()
    print(*results.table(mutants, known), "", *results.survivors(mutants, known), sep="\n")


if __name__ == "__main__":
    main()
