"""`levy conformance FILE…`: does the program's law agree with worked examples?"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from levy.services.conformance import Checked


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option(
    "--known",
    type=click.Path(path_type=Path),
    help="List of known differences; else known.toml beside each FILE, and the project's own.",
)
@click.pass_context
def conformance(
    context: click.Context, files: tuple[Path, ...], as_json: bool, known: Path | None
) -> None:
    """Run worked examples of the law.

    Each FILE is one of examples, or a folder with such files ending in .json.

    Prints one line an example and ends with how many passed and failed; the exit status is 1
    where one failed.
    """
    from levy.services.conformance import Outcome, check_conformance

    checked = check_conformance(files, known)
    click.echo(_json(checked) if as_json else _lines(checked))
    if any(one.outcome is Outcome.FAILED for one in checked):
        context.exit(1)


def _counts(checked: "Sequence[Checked]") -> Counter[str]:
    return Counter(one.outcome.value for one in checked)


def _lines(checked: "Sequence[Checked]") -> str:
    lines = []
    for one in checked:
        why = f": {'; '.join(one.because)}" if one.because else ""
        lines.append(f"{one.outcome.value}  {one.example.id}  {one.example.rule}{why}")
    count = _counts(checked)
    if count["known"]:
        lines.append(f"{count['known']} known to differ, for the reasons given")
    lines.append(f"{count['passed']} passed, {count['failed']} failed")
    return "\n".join(lines)


def _json(checked: "Sequence[Checked]") -> str:
    count = _counts(checked)
    return json.dumps(
        {
            "passed": count["passed"],
            "failed": count["failed"],
            "known": count["known"],
            "examples": [
                {
                    "id": one.example.id,
                    "file": one.example.file,
                    "rule": one.example.rule,
                    "citation": one.example.citation,
                    "outcome": one.outcome.value,
                    "because": list(one.because),
                }
                for one in checked
            ],
        },
        indent=2,
        ensure_ascii=False,
    )
