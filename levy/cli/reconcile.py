"""`levy reconcile YEAR [FILE]`: what others published, beside ours, and why it differs."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from levy.cli.application import in_application

if TYPE_CHECKING:
    from levy.services.reconciliation import Reconciled, Reconciliation


@click.command()
@click.argument("year", type=int)
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
    click.echo(_json(answer) if as_json else _lines(answer))


def _lines(answer: "Reconciliation") -> str:
    differing = [figure for figure in answer.figures if not figure.agrees]
    lines = [_line(figure) for figure in differing]
    for gap in answer.gaps:
        areas = ", ".join(gap.areas)
        lines.append(f"not listed: {gap.source} has no {gap.item} of {areas}")
    count, differ = len(answer.figures), len(differing)
    lines.append(
        f"{count} figure{'' if count == 1 else 's'}: {count - differ} agree, "
        f"{differ} differ{'s' if differ == 1 else ''}"
    )
    return "\n".join(lines)


def _line(figure: "Reconciled") -> str:
    row = figure.published
    ours = "" if figure.ours is None else f", ours {figure.ours:f}"
    whose = row.levy or row.area
    return f"{row.source}: {row.item} of {whose} is {row.value:f}{ours}\n    likely: {figure.cause}"


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
