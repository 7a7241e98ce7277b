"""Every sentence that a person can be told: what happened, where, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


class LevyError(Exception):
    """Something that a person can mend; its message is the whole sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file of a season folder.

    row     line of the file as an editor counts it: the header is 1; 0 for the whole file
    column  the column's name, or blank for the whole row
    what    what is wrong, with the value
    to_do   what mends it
    """

    file: str
    row: int
    column: str
    what: str
    to_do: str

    def __str__(self) -> str:
        where = self.file
        if self.row:
            where += f", row {self.row}"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.what} {self.to_do}"


class SeasonFolderRefused(LevyError):
    """A season folder with problems: all of them are told, and nothing was imported."""

    def __init__(self, folder: str, problems: Sequence[Problem]):
        self.folder, self.problems = folder, tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{folder} has {count}; nothing was imported:\n{listed}")


class SettingsRefused(LevyError):
    """Settings with mistakes: all of them are told, and the application did not start."""

    def __init__(self, mistakes: Sequence[str]):
        self.mistakes = tuple(mistakes)
        listed = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"The application did not start, because of its settings:\n{listed}")


class NoSeasonYet(LevyError):
    """A question about a season to a database that has none."""

    def __init__(self) -> None:
        super().__init__("There is no season yet. Load one with: levy season import DIR.")


class CountyUnknown(LevyError):
    """A county that the database does not have."""

    def __init__(self, name: str, known: Sequence[str]):
        self.name, self.known = name, tuple(known)
        super().__init__(
            f"There is no county {name}; there is {'; '.join(self.known)}. "
            "Name one of these with --county, or load another with: levy season import DIR."
        )


class CountyNeeded(LevyError):
    """A question that several counties could answer."""

    def __init__(self, known: Sequence[str]):
        self.known = tuple(known)
        super().__init__(
            f"Several counties could be meant: {'; '.join(self.known)}. Name one with --county."
        )


class SeasonUnknown(LevyError):
    """A tax year that the county has no season of."""

    def __init__(self, county: str, year: int, known: Sequence[int]):
        self.county, self.year, self.known = county, year, tuple(known)
        years = ", ".join(map(str, self.known))
        super().__init__(
            f"{county} has no season {year}; it has {years}. "
            "Choose one of these, or load it with: levy season import DIR."
        )
