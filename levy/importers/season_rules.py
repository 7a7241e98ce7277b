"""Rules of a season folder that concern several cells or rows."""

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from levy.errors import Problem
from levy.importers.season_schema import PUBLISHED_ITEMS
from levy.importers.season_table import TableRead
from levy.importers.season_unit import Fault, quoted
from levy.kinds import AreaStatus, Base, LevyKind, LevyStatus

Reads = Mapping[str, TableRead]  # by the name of the file

BASES = {
    LevyKind.REGULAR: Base.REGULAR,
    LevyKind.LID_LIFT: Base.REGULAR,
    LevyKind.EMS: Base.REGULAR,
    LevyKind.NON_VOTED_BOND: Base.REGULAR,
    LevyKind.BOND: Base.EXCESS,
    LevyKind.CAPITAL: Base.EXCESS,
    LevyKind.TRANSPORT: Base.EXCESS,
    LevyKind.ENRICHMENT: Base.ENRICHMENT,
    LevyKind.STATE_1: Base.STATE_1,
    LevyKind.STATE_2: Base.STATE_2,
}  # a refund levy has the base of the refunded levy
NOT_LIMITED = {LevyKind.BOND, LevyKind.CAPITAL, LevyKind.TRANSPORT, LevyKind.ENRICHMENT}
OF_ACTIVE_LEVIES = (
    ("requests.csv", "levy"),
    ("received_rates.csv", "levy"),
    ("protections.csv", "levy"),
    ("buy_downs.csv", "seller"),
    ("buy_downs.csv", "buyer"),
)
SUMMED = ("new_construction", "state_assessed", "state_assessed_prior")


def broken_rules(reads: Reads) -> Iterator[Problem]:
    """Yield every problem that is visible only in several rows together."""
    for rule in RULES:
        yield from rule(reads)


def _records(reads: Reads, file: str) -> Iterator[tuple[int, Any]]:
    return reads[file].records() if file in reads else iter(())


def _by_key(reads: Reads, file: str, attribute: str) -> dict[str, Any]:
    """Return the records by their code; if two have the same code, the first."""
    records: dict[str, Any] = {}
    for _, record in _records(reads, file):
        records.setdefault(getattr(record, attribute), record)
    return records


def _base_fits_kind(reads: Reads) -> Iterator[Problem]:
    for line, levy in _records(reads, "levies.csv"):
        base = BASES.get(levy.kind, levy.base)
        if levy.base is not base:
            yield Problem(
                "levies.csv",
                line,
                "base",
                f"{levy.levy} is a levy of kind {levy.kind} with base {levy.base}.",
                f"Write base {base}, or correct the kind.",
            )


def _part_has_a_whole(reads: Reads) -> Iterator[Problem]:
    levies = _by_key(reads, "levies.csv", "levy")
    for line, levy in _records(reads, "levies.csv"):
        whole = levies.get(levy.part_of)
        if whole is levy or (whole and whole.part_of):
            name = (
                "itself" if whole is levy else f"{whole.levy}, which is a part of {whole.part_of}"
            )
            yield Problem(
                "levies.csv",
                line,
                "part_of",
                f"{levy.levy} is a part of {name}.",
                "Name a levy that is not part of another.",
            )


def _statutory_less_ends(reads: Reads) -> Iterator[Problem]:
    """A levy's maximum depends on other levies' rates; no levy may depend on itself."""
    limits = {limit.levy: (line, limit) for line, limit in _records(reads, "limits.csv")}
    waits = {levy: list(limit.statutory_less) for levy, (_, limit) in limits.items()}
    for levy in waits:
        if levy in waits[levy]:
            waits[levy].remove(levy)
            message = f"{levy} lowers its own statutory maximum."
            yield _loop(limits[levy][0], message)
    while loop := _first_loop(waits):
        waits[loop[0]].remove(loop[1])
        message = f"{' waits for '.join(loop)}: none of their rates can be computed first."
        yield _loop(limits[loop[0]][0], message)


def _loop(line: int, message: str) -> Problem:
    to_do = "Remove the levy that does not lower this levy's maximum."
    return Problem("limits.csv", line, "statutory_less", message, to_do)


def _first_loop(waits: dict[str, list[str]]) -> list[str]:
    """Return levies that each wait for the next, where the last is the first; or an empty list."""
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _limit_is_of_a_limited_levy(reads: Reads) -> Iterator[Problem]:
    levies = _by_key(reads, "levies.csv", "levy")
    for line, limit in _records(reads, "limits.csv"):
        levy = levies.get(limit.levy)
        if levy and levy.kind in NOT_LIMITED:
            message = f"{levy.levy} is a levy of kind {levy.kind}, which has no levy limit."
            to_do = "Remove the row, or correct the kind in levies.csv."
            yield Problem("limits.csv", line, "levy", message, to_do)


def _enrichment_is_enrichment(reads: Reads) -> Iterator[Problem]:
    levies = _by_key(reads, "levies.csv", "levy")
    for line, row in _records(reads, "enrichment.csv"):
        levy = levies.get(row.levy)
        if levy and levy.kind is not LevyKind.ENRICHMENT:
            message = f"{levy.levy} is a levy of kind {levy.kind}, not enrichment."
            to_do = "Remove the row, or correct the kind in levies.csv."
            yield Problem("enrichment.csv", line, "levy", message, to_do)


def _retired_asks_for_nothing(reads: Reads) -> Iterator[Problem]:
    levies = _by_key(reads, "levies.csv", "levy")
    for file, column in OF_ACTIVE_LEVIES:
        for line, row in _records(reads, file):
            levy = levies.get(getattr(row, column))
            if levy and levy.status is LevyStatus.RETIRED:
                message = f"{levy.levy} is retired, and is not computed."
                to_do = "Remove the row, or make the levy active in levies.csv."
                yield Problem(file, line, column, message, to_do)


def _certified_for_its_year(reads: Reads) -> Iterator[Problem]:
    """A levy is certified in the year before its taxes are paid, or late, in the same year."""
    for _, facts in _records(reads, "season.toml"):
        years = (facts.tax_year - 1, facts.tax_year)
        for line, row in _records(reads, "requests.csv"):
            if row.certified_on and row.certified_on.year not in years:
                message = f"{row.certified_on} is not in {years[0]} or {years[1]}."
                to_do = f"Write the day on which the levy of {facts.tax_year} was certified."
                yield Problem("requests.csv", line, "certified_on", message, to_do)


def _received_is_one_of_two(reads: Reads) -> Iterator[Problem]:
    for line, row in _records(reads, "received_rates.csv"):
        if (row.rate is None) == (row.amount is None):
            which = "neither a rate nor an amount" if row.rate is None else "a rate and an amount"
            message = f"{row.levy} has {which}."
            to_do = "Write the figure that was received, and leave the other blank."
            yield Problem("received_rates.csv", line, "", message, to_do)


def _agreement_is_of_two(reads: Reads) -> Iterator[Problem]:
    for line, row in _records(reads, "buy_downs.csv"):
        if row.seller == row.buyer:
            message = f"{row.seller} is both seller and buyer."
            to_do = "Write the levy that the seller is lowered for."
            yield Problem("buy_downs.csv", line, "buyer", message, to_do)
        if not row.rate:
            message = f"The agreement lowers {row.seller} by nothing."
            to_do = "Write the rate of the agreement, or remove the row."
            yield Problem("buy_downs.csv", line, "rate", message, to_do)


def _term_goes_forward(reads: Reads) -> Iterator[Problem]:
    for line, row in _records(reads, "measures.csv"):
        if row.first_year and row.last_year and row.first_year > row.last_year:
            message = f"The term ends in {row.last_year}, before it begins in {row.first_year}."
            to_do = "Correct one of the years; leave a year that is not known blank."
            yield Problem("measures.csv", line, "last_year", message, to_do)


def _counties_add_up(reads: Reads) -> Iterator[Problem]:
    counties: dict[str, list[Any]] = {}
    for _, row in _records(reads, "levy_values.csv"):
        counties.setdefault(row.levy, []).append(row)
    for line, limit in _records(reads, "limits.csv"):
        for name in SUMMED:
            value = getattr(limit, name)
            parts = [getattr(row, name) for row in counties.get(limit.levy, [])]
            if value is None or not parts or None in parts or sum(parts) == value:
                continue
            message = (
                f"{value:f} is not {sum(parts):f}, the sum of the counties in levy_values.csv."
            )
            yield Problem("limits.csv", line, name, message, "Correct whichever is wrong.")


def _relief_is_part_of_value(reads: Reads) -> Iterator[Problem]:
    for line, row in _records(reads, "values.csv"):
        relief = (row.senior or 0) + (row.farm or 0)
        if row.regular is not None and relief > row.regular:
            message = f"senior and farm add up to {relief:f}, more than regular {row.regular:f}."
            to_do = "Correct the values: senior and farm are parts of regular."
            yield Problem("values.csv", line, "regular", message, to_do)


def _value_lies_in_an_area_in_use(reads: Reads) -> Iterator[Problem]:
    areas = _by_key(reads, "tax_code_areas.csv", "area")
    members = reads.get("area_levies.csv")
    paying = {row.values.get("area") for row in members.rows} if members else set()
    for line, row in _records(reads, "values.csv"):
        area = areas.get(row.area)
        if not row.regular or not area:
            continue
        message = f"{quoted(row.area)} has regular value {row.regular:f}, but "
        if area.status is AreaStatus.INACTIVE:
            to_do = "Make the area active there, or correct the value."
            message += "is inactive in tax_code_areas.csv."
            yield Problem("values.csv", line, "regular", message, to_do)
        elif members and members.whole and row.area not in paying:
            to_do = "Add the levies that the area pays there, or correct the value."
            message += "pays no levy in area_levies.csv."
            yield Problem("values.csv", line, "area", message, to_do)


def _published_item_fits(reads: Reads) -> Iterator[Problem]:
    for line, row in _records(reads, "published.csv"):
        owner, unit = PUBLISHED_ITEMS[row.item]
        other = "area" if owner == "levy" else "levy"
        if getattr(row, owner) is None:
            message, to_do = "The cell is blank.", f"Write the {owner} that has this {row.item}."
            yield Problem("published.csv", line, owner, message, to_do)
        if (stray := getattr(row, other)) is not None:
            message = f"{row.item} is a figure of one {owner}, not of the {other} {stray}."
            yield Problem("published.csv", line, other, message, "Leave the cell blank.")
        fault = unit.read(f"{row.value:f}")
        if isinstance(fault, Fault):
            yield Problem("published.csv", line, "value", fault.message, fault.to_do)


RULES: tuple[Callable[[Reads], Iterator[Problem]], ...] = (
    _base_fits_kind,
    _part_has_a_whole,
    _statutory_less_ends,
    _limit_is_of_a_limited_levy,
    _enrichment_is_enrichment,
    _retired_asks_for_nothing,
    _certified_for_its_year,
    _received_is_one_of_two,
    _agreement_is_of_two,
    _term_goes_forward,
    _counties_add_up,
    _relief_is_part_of_value,
    _value_lies_in_an_area_in_use,
    _published_item_fits,
)
