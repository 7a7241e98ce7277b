"""`levy conformance FILE…`: do the program's results agree with worked examples?"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from levy.services.conformance import ExampleRun


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option(
    "--known",
    "known_file",
    type=click.Path(path_type=Path),
    help="List of known differences. Default: known.toml next to each FILE, and the project's own.",
)
@click.pass_context
def conformance(
    context: click.Context, files: tuple[Path, ...], as_json: bool, known_file: Path | None
) -> None:
    """Run worked examples of the law.

    Each FILE is a .json file of examples, or a folder of such files.

    Prints one line per example, then how many passed and failed. Exits with status 1 if one
    failed.
    """
    from levy.services.conformance import Outcome, check_conformance

    runs = check_conformance(files, known_file)
    click.echo(_json(runs) if as_json else _lines(runs))
    if any(run.outcome is Outcome.FAILED for run in runs):
        context.exit(1)


def _counts(runs: "Sequence[ExampleRun]") -> Counter[str]:
    return Counter(run.outcome.value for run in runs)


def _lines(runs: "Sequence[ExampleRun]") -> str:
    lines = []
    for run in runs:
        why = f": {'; '.join(run.because)}" if run.because else ""
        lines.append(f"{run.outcome.value}  {run.example.id}  {run.example.rule}{why}")
    count = _counts(runs)
    if count["known"]:
        lines.append(f"{count['known']} with known differences, for the reasons shown")
    lines.append(f"{count['passed']} passed, {count['failed']} failed")
    return "\n".join(lines)


def _json(runs: "Sequence[ExampleRun]") -> str:
    count = _counts(runs)
    return json.dumps(
        {
            "passed": count["passed"],
            "failed": count["failed"],
            "known": count["known"],
            "examples": [
                {
                    "id": run.example.id,
                    "file": run.example.file,
                    "rule": run.example.rule,
                    "citation": run.example.citation,
                    "outcome": run.outcome.value,
                    "because": list(run.because),
                }
                for run in runs
            ],
        },
        indent=2,
        ensure_ascii=False,
    )
