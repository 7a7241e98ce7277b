"""`levy reconcile YEAR [FILE]`: what others published, beside ours, and why it differs."""

import json
from decimal import Decimal
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from levy.cli.application import in_application

if TYPE_CHECKING:
    from levy.services.reconciliation import Gap, Reconciled, Reconciliation

_WIDTH = 80
_SHOWN = 8  # codes of areas, of a list that may hold them all
_UNBROKEN = "\N{NO-BREAK SPACE}"  # textwrap breaks at ordinary blanks only


@click.command()
@click.argument("year", type=click.IntRange(1900, 2199))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--county", help="Needed only where several counties have seasons here.")
@in_application
def reconcile(year: int, file: Path | None, as_json: bool, county: str | None) -> None:
    """Compare the season of tax year YEAR with published figures, and explain each difference.

    FILE has the columns of published.csv; without it, the figures that came with the season
    are compared.
    """
    from levy.services.reconcile_season import reconcile_season

    answer = reconcile_season(year, file, county)
    name = "published.csv" if file is None else file.name
    click.echo(_json(answer) if as_json else _lines(answer, name))


def _lines(answer: "Reconciliation", file: str) -> str:
    differing = [figure for figure in answer.figures if not figure.agrees]
    lines = [_line(figure) for figure in differing]
    lines += [_not_compared(gap, file) for gap in answer.gaps]
    count, differ = len(answer.figures), len(differing)
    lines.append(
        f"{count} figure{'' if count == 1 else 's'}: {count - differ} agree, "
        f"{differ} differ{'s' if differ == 1 else ''}"
    )
    return "\n".join(lines)


def _line(figure: "Reconciled") -> str:
    row = figure.published
    ours = "" if figure.ours is None else f", ours{_UNBROKEN}{figure.ours:f}"
    whose = row.levy or row.area
    told = _wrapped(f"{row.source}: {row.item} of {whose} is {row.value:f}{ours}")
    return f"{told}\n{_wrapped(f'likely: {figure.cause}', indent=4)}"


def _not_compared(gap: "Gap", file: str) -> str:
    """Say which areas a file leaves out: what it lacks, its source may have published."""
    codes = [code.replace(" ", _UNBROKEN) for code in gap.areas[:_SHOWN]]
    if len(gap.areas) > _SHOWN:
        codes.append(f"and {len(gap.areas) - _SHOWN} more (--json names them all)")
    areas = f"{len(gap.areas)} area{'' if len(gap.areas) == 1 else 's'}"
    return _wrapped(
        f"{file} has no {gap.item} from «{gap.source}» for {areas}, not compared: "
        f"{', '.join(codes)}"
    )


def _wrapped(text: str, indent: int = 0) -> str:
    """Return text over as many lines as 80 columns need; what follows the first is indented."""
    lines = wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace(_UNBROKEN, " ")


def _json(answer: "Reconciliation") -> str:
    return json.dumps(
        {
            "agree": sum(1 for figure in answer.figures if figure.agrees),
            "differ": sum(1 for figure in answer.figures if not figure.agrees),
            "figures": [
                {
                    "source": figure.published.source,
                    "item": figure.published.item,
                    "levy": figure.published.levy,
                    "area": figure.published.area,
                    "published": _text(figure.published.value),
                    "ours": _text(figure.ours),
                    "cause": figure.cause,
                }
                for figure in answer.figures
            ],
            "not_listed": [
                {"source": gap.source, "item": gap.item, "areas": list(gap.areas)}
                for gap in answer.gaps
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
