"""Prints a season on a terminal of 80 columns: the board, a worksheet, an area's rates."""

from collections.abc import Iterable

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from levy.kinds import Binding
from levy.services import figures
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import (
    area_named,
    in_reading_order,
    levies_of_area,
    levy_named,
    result_of,
    result_of_levy,
    total_tax,
)
from levy.services.season_form import form_of


def print_board(view: OpenedSeason) -> None:
    """Print every levy: amount, rate, this county's tax, and what limited it."""
    result = result_of(view)
    facts = view.season.facts
    results = {row.levy: row for row in result.levies}
    bound_by = form_of(view.season).bound_by
    table = _table("Levy", ("Amount", "Rate per $1,000", "Tax here"), "Bound by")
    for levy in in_reading_order(view.season):
        row = results[levy.levy]
        table.add_row(
            levy.levy,
            figures.dollars(row.amount),
            figures.rate(row.rate),
            figures.dollars(row.tax),
            bound_by[row.binding],
        )
    _print(f"{facts.county} County, tax year {facts.tax_year}", table)
    waiting = [row for row in result.levies if row.missing]
    click.echo(
        f"{len(result.levies)} levies; tax in the county {figures.dollars(total_tax(result))}"
    )
    if waiting:
        click.echo(f"{len(waiting)} wait for an input, so the total is not known yet.")
    _print_notices((notice.subject, notice.sentence) for notice in result.notices)


def print_worksheet(view: OpenedSeason, code: str) -> None:
    """Print one levy line by line: figure, formula, statute, source."""
    result = result_of(view)
    levy = levy_named(view.season, code)
    row = result_of_levy(result, levy.levy)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False)
    table.add_column("Line", no_wrap=True)
    table.add_column("What it is and how it was computed", ratio=1)
    table.add_column("Figure", justify="right", no_wrap=True)
    for line in row.worksheet.lines if row.worksheet else ():
        why = f"= {line.formula}  [{line.statute}]" if line.formula else line.source
        label = f"{line.label}\n{why}" if why else line.label
        key = line.key if line.formula else ""
        table.add_row(key, escape(label), figures.figure(line.value, line.unit))
    _print(f"{levy.levy}  {levy.name}", table)
    if row.missing:
        click.echo(f"Not computed yet: it waits for {row.missing}.")
    elif row.binding is Binding.NONE:
        click.echo("Nothing limits it: there is no value to tax.")
    else:
        click.echo(f"Bound by: {form_of(view.season).bound_by[row.binding]}.")
    _print_notices(
        (notice.subject, notice.sentence)
        for notice in result.notices
        if notice.subject == levy.levy
    )


def print_area(view: OpenedSeason, code: str) -> None:
    """Print the rates of one area's levies, and its totals."""
    result = result_of(view)
    area = area_named(view.season, code)
    results = {row.levy: row for row in result.levies}
    table = _table("Levy", ("Rate per $1,000",), "What for")
    for levy in levies_of_area(view.season, area.area):
        table.add_row(levy.levy, figures.rate(results[levy.levy].rate), escape(levy.name))
    _print(f"Tax code area {area.area}", table)
    totals = next(row for row in result.areas if row.area == area.area)
    limits = form_of(view.season).limits
    for label, text in (
        ("Total rate", figures.rate(totals.total_rate)),
        ("Rate of a senior-exempt parcel", figures.rate(totals.senior_rate)),
        (f"Counted in the {limits[Binding.AGGREGATE]} limit", figures.rate(totals.aggregate_590)),
        (f"Counted in the {limits[Binding.ONE_PERCENT]} limit", figures.rate(totals.one_percent)),
        ("Tax of the area", figures.dollars(totals.tax)),
    ):
        click.echo(f"{label:<32}{text:>18}")


def _table(first: str, numbers: tuple[str, ...], last: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(last)
    return table


def _print(title: str, table: Table) -> None:
    console = Console(highlight=False)
    with console.capture() as printed:
        console.print(table)
    click.echo(title)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())


def _print_notices(notices: Iterable[tuple[str, str]]) -> None:
    for subject, sentence in notices:
        click.echo(f"! {subject}: {sentence}")
