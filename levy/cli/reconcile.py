"""`levy reconcile YEAR [FILE]`: compares published figures with ours and explains differences."""

import json
from decimal import Decimal
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from levy.cli.application import in_application

if TYPE_CHECKING:
    from levy.services.reconciliation import Gap, ReconciledFigure, Reconciliation

_WIDTH = 80
_SHOWN = 8  # area codes to print of a list that may be long
_UNBROKEN = "\N{NO-BREAK SPACE}"  # textwrap breaks at ordinary spaces only


@click.command()
@click.argument("year", type=click.IntRange(1900, 2199))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--county", help="Needed only if several counties have a season for YEAR.")
@in_application
def reconcile(year: int, file: Path | None, as_json: bool, county: str | None) -> None:
    """Compare the season of tax year YEAR with published figures, and explain each difference.

    FILE has the columns of published.csv. Without FILE, the published figures that were imported
    with the season are compared.
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


def _line(figure: "ReconciledFigure") -> str:
    row = figure.published
    ours = "" if figure.ours is None else f", ours{_UNBROKEN}{figure.ours:f}"
    whose = row.levy or row.area
    heading = _wrapped(f"{row.source}: {row.item} of {whose} is {row.value:f}{ours}")
    return f"{heading}\n{_wrapped(f'likely: {figure.cause}', indent=4)}"


def _not_compared(gap: "Gap", file: str) -> str:
    """Return which areas a file leaves out; their source may have published them elsewhere."""
    codes = [code.replace(" ", _UNBROKEN) for code in gap.areas[:_SHOWN]]
    if len(gap.areas) > _SHOWN:
        codes.append(f"and {len(gap.areas) - _SHOWN} more (--json lists them all)")
    areas = f"{len(gap.areas)} area{'' if len(gap.areas) == 1 else 's'}"
    return _wrapped(
        f"{file} has no {gap.item} from «{gap.source}» for {areas}, not compared: "
        f"{', '.join(codes)}"
    )


def _wrapped(text: str, indent: int = 0) -> str:
    """Return text wrapped at 80 columns; lines after the first are indented by four more."""
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
