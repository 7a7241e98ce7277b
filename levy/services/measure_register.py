"""The register of measures: what voters decided, for how long, and what does not fit."""

import re
from typing import NamedTuple

from levy.kinds import Outcome
from levy.law.season import Measure, Notice, SeasonResult
from levy.services.season_view import SeasonView

# What has to be mended before a season can be certified.
ERRORS = frozenset({"expired_measure", "measure_not_levied"})


class Registered(NamedTuple):
    """A measure: where it stands in this tax year, and the notices about it."""

    measure: Measure
    standing: str
    notices: tuple[Notice, ...]

    @property
    def wrong(self) -> bool:
        """Whether it stands in the way of certification."""
        return any(notice.code in ERRORS for notice in self.notices)


def measure_register(view: SeasonView) -> tuple[Registered, ...]:
    """Return every measure of a season, those that stand in the way first."""
    year = view.season.facts.tax_year
    notices = view.result.notices if view.result else ()
    listed = (
        Registered(
            row,
            _standing(row, year),
            tuple(
                notice
                for notice in notices
                if notice.subject == row.levy and _names(notice.sentence, row.measure)
            ),
        )
        for row in view.season.measures
    )
    return tuple(sorted(listed, key=lambda one: (not one.wrong, one.measure.measure)))


def errors_of(result: SeasonResult | None) -> tuple[Notice, ...]:
    """Return the notices that stand in the way of certification."""
    return tuple(row for row in result.notices if row.code in ERRORS) if result else ()


def _names(sentence: str, measure: str) -> bool:
    """Return whether a sentence names a measure, and not one whose name is longer."""
    return re.search(rf"(?<![\w-]){re.escape(measure)}(?![\w-])", sentence) is not None


def _standing(measure: Measure, year: int) -> str:
    if measure.outcome is not Outcome.PASSED:
        return measure.outcome.value
    if measure.first_year is not None and measure.first_year > year:
        return "not begun"
    if measure.last_year is not None and measure.last_year < year:
        return "ended"
    if measure.first_year is None or measure.last_year is None:
        return "in force as far as is known"
    return "in force"
