"""Every figure on the pages is the result's own, to its last digit."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from flask.testing import FlaskClient

from levy.law.season import LevyResult, Limit
from levy.services.area_limits import area_limits
from levy.services.opened_season import OpenedSeason
from tests.levy.web.page_reading import Cell, Page

Figure = Decimal | None


def figure(cell: Cell) -> Figure:
    """Return the number in a cell, as it is written; a dash is not known."""
    if cell.shown in {"—", ""}:
        return None
    return Decimal(re.sub(r"[$,]", "", cell.shown.strip("\N{FIGURE SPACE}")))


def same(shown: Iterable[Figure], known: Iterable[Figure]) -> bool:
    """Return whether figures are equal and none has more or fewer decimals than it may."""
    return [str(one) for one in shown] == [str(one) for one in known]


def cents(amount: Figure) -> Figure:
    return None if amount is None else amount.quantize(Decimal("0.01"))


def plain(number: Figure) -> Figure:
    return None if number is None else Decimal(f"{number:f}")


def by_code(page: Page) -> dict[str, list[Cell]]:
    """Return the rows of the first table by the code that each begins with."""
    rows = [row for row in page.tables[0] if row[0].attrs.get("scope") == "row"]
    return {row[0].shown.split()[0]: row for row in rows}


def test_the_board(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    rows = by_code(Page(site.get("/benton/2025/").text))
    requests = {row.levy: row.certified_amount for row in view.season.requests}
    last = {row.levy: row.last_rate for row in view.season.limits}
    for row in view.result.levies:
        code = row.levy
        expected = (
            cents(requests.get(code)),
            cents(row.amount),
            plain(row.rate),
            plain(last.get(code)),
            cents(row.tax),
        )
        rate, *since = rows[code][3].shown.split(maxsplit=1)
        assert "".join(since) == in_percent(row.rate, last.get(code)), code
        found = [figure(rows[code][column]) for column in (1, 2, 4, 6)]
        found.insert(2, Decimal(rate))
        assert same(found, expected), code


def test_the_sums_of_the_board(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    table = Page(site.get("/benton/2025/").text).tables[0]
    total = sum(row.tax or 0 for row in view.result.levies)
    foot = {row[0].shown: figure(row[1]) for row in table[-3:]}
    areas = Page(site.get("/benton/2025/areas/").text).tables[0]
    assert list(foot.values()) == [
        total,
        sum(row.tax or 0 for row in view.result.areas),
        figure(areas[-1][1]),
    ], "the same difference as the areas' own page"
    assert total == Decimal("318402817.30")
    own, groups, alone = Decimal(0), Decimal(0), Decimal(0)
    members = 0
    for row in table[1:-3]:
        if row[0].attrs["scope"] == "rowgroup":
            subtotal, members = figure(row[1]), 0
            groups += subtotal or 0
            counted = subtotal is not None
        else:
            own += figure(row[6]) or 0
            members += 1
            alone += 0 if counted else figure(row[6]) or 0
    assert own == groups + alone == total, "levies, and districts, add up to the county"


def test_every_worksheet(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    for result in view.result.levies:
        page = Page(site.get(f"/benton/2025/levies/{result.levy}").text)
        _lines(page, result)
        _answer(page, result, next((r for r in view.season.limits if r.levy == result.levy), None))


def _lines(page: Page, result: LevyResult) -> None:
    assert result.worksheet is not None
    table = page.tables[-1]
    rows = [row for row in table[1:] if len(row) == 4]
    assert len(rows) == len(result.worksheet.lines), result.levy
    for row, line in zip(rows, result.worksheet.lines, strict=True):
        written = cents(line.value) if line.unit == "dollars" else plain(line.value)
        assert same([figure(row[2])], [written]), f"{result.levy} {line.key}"
        assert line.label in row[1].shown
        origin = line.statute if line.formula else line.source
        assert row[3].shown == origin, f"{result.levy} {line.key}"


def in_percent(now: Figure, before: Figure) -> str:
    """Return how far a figure is from last year's, as pages write it."""
    if now is None or not before:
        return ""
    share = abs(now - before) / before * 100
    rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{'-' if now < before else '+'}{rounded} %"


def since(now: Figure, before: Figure, sign: str, places: str) -> str:
    """Return what follows a figure of the answer: how far it is from last year's."""
    if now is None or before is None:
        return ""
    more = f"{'-' if now < before else '+'}{sign}{abs(now - before):{places}}"
    percent = f" ({in_percent(now, before)})" if before else ""
    return f" {more}{percent}, last year {sign}{before:{places}}"


def _answer(page: Page, result: LevyResult, limit: Limit | None) -> None:
    lines = page.text.split("\n")
    shown = {lines[place]: lines[place + 1] for place in range(3, 9, 2)}
    assert result.rate is not None
    assert result.tax is not None
    assert shown == {
        "Levy": "— only the rate was received"
        if result.amount is None
        else f"${result.amount:,.2f}"
        + since(result.amount, limit and limit.last_levy, "$", ",.2f"),
        "Rate, $ per $1,000": f"{result.rate:f}"
        + since(result.rate, limit and limit.last_rate, "", "f"),
        "Tax in the county": f"${result.tax:,.2f}",
    }, result.levy


def test_the_areas(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    page = Page(site.get("/benton/2025/areas/").text)
    rows = {row[0].shown: row for row in page.tables[0]}
    values = {row.area: row.regular for row in view.season.values}
    names = {row.area: row.name for row in view.season.areas}
    # What is left of $10 at the assessor's ratios, from the area's own page.
    one_percent = area_limits(view, "K1").limits[1].limit
    assert one_percent is not None

    def in_limit(counted: Figure, limit: Decimal) -> tuple[Figure, Figure]:
        return plain(counted), plain(None if counted is None else limit - counted)

    for result in view.result.areas:
        name = names[result.area]
        row = rows[result.area if name == result.area else f"{result.area} {name}"]
        expected = (
            *map(plain, (result.total_rate, result.senior_rate)),
            *in_limit(result.aggregate_590, Decimal("5.90")),
            *in_limit(result.one_percent, one_percent),
            plain(values.get(result.area)),
            cents(result.tax),
        )
        assert same(map(figure, row[3:]), expected), result.area
    difference = page.tables[0][-1]
    assert (difference[0].shown, difference[1].shown) == ("Difference", "$281.24")


def test_the_stack_of_every_area(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    rates = {row.levy: row.rate for row in view.result.levies}
    paid = {(row.area, row.levy) for row in view.season.area_levies if row.levy in rates}
    shown = set()
    for result in view.result.areas:
        page = Page(site.get(f"/benton/2025/areas/{result.area}").text)
        rows = by_code(page)
        for code, row in rows.items():
            if code in rates:
                shown.add((result.area, code))
                assert same([figure(row[3])], [plain(rates[code])]), f"{result.area} {code}"
        assert same([figure(rows["Total"][1])], [plain(result.total_rate)]), result.area
    assert shown == paid
