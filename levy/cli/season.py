"""`levy season …`: import a season, compute it, show it, export it."""

from pathlib import Path

import click

from levy.cli.application import in_application
from levy.cli.progress import shown_progress

YEAR = click.IntRange(1900, 2199)
COUNTY = click.option("--county", help="Needed only if several counties have a season for YEAR.")


@click.group()
def season() -> None:
    """Import, compute, show and export a levy season."""


@season.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--if-new", is_flag=True, help="Skip if that county and year are already loaded.")
@in_application
def import_(folder: Path, if_new: bool) -> None:
    """Import the season folder FOLDER: all of it, or nothing."""
    from levy.services.import_season import import_new_season, import_season

    with shown_progress("Reading the season") as report_progress:
        load = import_new_season if if_new else import_season
        done = load(folder, report_progress)
    click.echo(done.sentence)
    if done.needs_computing:
        year = done.season.facts.tax_year
        click.echo(f"Compute it again with `levy season calculate {year}`.")


@season.command()
@click.argument("year", type=YEAR)
@COUNTY
@in_application
def calculate(year: int, county: str | None) -> None:
    """Compute every levy of season YEAR."""
    from levy.services.calculate_season import calculate_season

    with shown_progress("Computing levies") as report_progress:
        sentence = calculate_season(year, county, progress=report_progress)
    click.echo(sentence)


@season.command()
@click.argument("year", type=YEAR)
@click.option("--levy", "levy_code", help="Explain one levy, line by line.")
@click.option("--area", "area_code", help="Explain one tax code area's stack of rates.")
@COUNTY
@in_application
def show(year: int, levy_code: str | None, area_code: str | None, county: str | None) -> None:
    """Print season YEAR: each levy's amount, rate and what limited it."""
    from levy.cli.season_tables import print_area, print_board, print_worksheet
    from levy.services.open_season import open_season

    if levy_code is not None and area_code is not None:
        raise click.UsageError("--levy and --area exclude each other: use one of them.")
    view = open_season(year, county)
    if levy_code is not None:
        print_worksheet(view, levy_code)
    elif area_code is not None:
        print_area(view, area_code)
    else:
        print_board(view)


@season.command()
@click.argument("year", type=YEAR)
@click.argument("folder", type=click.Path(path_type=Path))
@COUNTY
@in_application
def export(year: int, folder: Path, county: str | None) -> None:
    """Write season YEAR, with its results, to FOLDER."""
    from levy.services.export_season import export_season

    click.echo(export_season(year, folder, county))
