"""`levy season …`: bring a season in, compute it, look at it, write it out."""

from pathlib import Path

import click

from levy.cli.application import in_application
from levy.cli.progress import shown_progress

YEAR = click.IntRange(1900, 2199)
COUNTY = click.option("--county", help="Needed only where several counties have seasons here.")


@click.group()
def season() -> None:
    """Import, compute, show and export a levy season."""


@season.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--if-new", is_flag=True, help="Leave a season of that county and year as it is.")
@in_application
def import_(folder: Path, if_new: bool) -> None:
    """Load the season folder FOLDER: all of it, or nothing."""
    from levy.services.import_season import import_new_season, import_season

    with shown_progress("Reading the season") as told:
        load = import_new_season if if_new else import_season
        done = load(folder, told)
    click.echo(done.sentence)
    if done.unsettled:
        year = done.season.facts.tax_year
        click.echo(f"`levy season calculate {year}` computes them anew.")


@season.command()
@click.argument("year", type=YEAR)
@COUNTY
@in_application
def calculate(year: int, county: str | None) -> None:
    """Compute every levy of season YEAR."""
    from levy.services.calculate_season import calculate_season

    with shown_progress("Computing levies") as told:
        sentence = calculate_season(year, county, progress=told)
    click.echo(sentence)


@season.command()
@click.argument("year", type=YEAR)
@click.option("--levy", "levy_code", help="Explain one levy, line by line.")
@click.option("--area", "area_code", help="Explain one tax code area's stack of rates.")
@COUNTY
@in_application
def show(year: int, levy_code: str | None, area_code: str | None, county: str | None) -> None:
    """Print season YEAR: amount, rate, what bound it."""
    from levy.cli.season_tables import print_area, print_board, print_worksheet
    from levy.services.open_season import open_season

    if levy_code is not None and area_code is not None:
        raise click.UsageError("--levy and --area ask for different things: give one of them.")
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
