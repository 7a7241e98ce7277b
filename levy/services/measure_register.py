"""The register of measures: what voters decided, for how long, and any conflicts."""

import re
from typing import NamedTuple

from levy.kinds import Outcome
from levy.law.season import Measure, Notice, SeasonResult
from levy.services.opened_season import OpenedSeason

# Codes of notices that have to be fixed before a season can be certified.
BLOCKING_CODES = frozenset({"expired_measure", "measure_not_levied"})


class RegisteredMeasure(NamedTuple):
    """A measure, its status in this tax year, and the notices about it."""

    measure: Measure
    status: str
    notices: tuple[Notice, ...]

    @property
    def blocks(self) -> bool:
        """Whether it blocks certification."""
        return any(notice.code in BLOCKING_CODES for notice in self.notices)


def measure_register(view: OpenedSeason) -> tuple[RegisteredMeasure, ...]:
    """Return every measure of a season, those that block certification first."""
    year = view.season.facts.tax_year
    notices = view.result.notices if view.result else ()
    listed = (
        RegisteredMeasure(
            row,
            _status(row, year),
            tuple(
                notice
                for notice in notices
                if notice.subject == row.levy and _names(notice.sentence, row.measure)
            ),
        )
        for row in view.season.measures
    )
    return tuple(sorted(listed, key=lambda row: (not row.blocks, row.measure.measure)))


def blocking_notices(result: SeasonResult | None) -> tuple[Notice, ...]:
    """Return the notices that block certification."""
    return tuple(row for row in result.notices if row.code in BLOCKING_CODES) if result else ()


def _names(sentence: str, measure: str) -> bool:
    """Return whether a sentence names a measure, not just one with a longer name."""
    return re.search(rf"(?<![\w-]){re.escape(measure)}(?![\w-])", sentence) is not None


def _status(measure: Measure, year: int) -> str:
    if measure.outcome is not Outcome.PASSED:
        return measure.outcome.value
    if measure.first_year is not None and measure.first_year > year:
        return "not begun"
    if measure.last_year is not None and measure.last_year < year:
        return "ended"
    if measure.first_year is None or measure.last_year is None:
        return "in force, as far as known"
    return "in force"
