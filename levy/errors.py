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


class ParameterMissing(LevyError):
    """A tax year whose law the program does not have."""

    def __init__(self, name: str, tax_year: int, known: Sequence[int], file: str):
        self.name, self.tax_year, self.known, self.file = name, tax_year, tuple(known), file
        has = f"{file} has {known[0]} to {known[-1]}" if known else f"{file} has none"
        super().__init__(
            f"No {name} for tax year {tax_year}: {has}. "
            f"Add a [[{name}]] entry with its source to {file}."
        )


class ParameterUnreadable(LevyError):
    """A parameter file that a person has to mend."""

    def __init__(self, file: str, why: str):
        self.file, self.why = file, why
        super().__init__(f"{file}: {why}. Mend the file.")


class PortTaken(LevyError):
    """Another program listens where the pages should be served."""

    def __init__(self, port: int):
        self.port = port
        super().__init__(
            f"Port {port} of 127.0.0.1 cannot be listened on; another program may hold it. "
            f"Choose another: PORT={port + 1 if port < 65535 else port - 1} or --port."
        )


class ListensElsewhere(LevyError):
    """A server that was told to listen where other machines can reach it."""

    def __init__(self, address: str):
        self.address = address
        super().__init__(
            f"Nobody signs in yet, so the pages are served to this machine alone, and {address} "
            "can be reached from others. Leave the address out, or write 127.0.0.1 and a port. "
            "docs/how-to/deployment.md says how people at other desks reach the pages."
        )


class AskedFromElsewhere(LevyError):
    """A page that another machine asked for, or that was asked for by another name."""

    def __init__(self, who: str):
        self.who = who
        super().__init__(
            f"Nobody signs in yet, so the pages are shown to this machine alone, and {who[:80]} is "
            "not this machine. Open http://localhost with the port that `levy serve` prints."
        )


class NoSeasonYet(LevyError):
    """A database that no season was loaded into."""

    def __init__(self) -> None:
        super().__init__("No season is loaded. Load one with `levy season import DIR`.")


class CountyNeeded(LevyError):
    """A tax year that several counties have."""

    def __init__(self, year: int, counties: Sequence[str]):
        self.year, self.counties = year, tuple(counties)
        super().__init__(
            f"{len(counties)} counties have a season {year}: {'; '.join(counties)}. "
            f'Say which: --county "{counties[0]}".'
        )


class SeasonMissing(LevyError):
    """A season that is not in the database."""

    def __init__(self, asked: str, known: Sequence[str]):
        self.asked, self.known = asked, tuple(known)
        has = f"there is {'; '.join(known)}" if known else "no season is loaded"
        super().__init__(
            f"There is no season {asked}: {has}. Load one with `levy season import DIR`."
        )


class SeasonNotComputed(LevyError):
    """A season whose results somebody asked for before they were computed."""

    def __init__(self, county: str, year: int):
        self.county, self.year = county, year
        super().__init__(
            f"The {year} season of {county} County is not computed yet. "
            f"Compute it with `levy season calculate {year}`."
        )


_LISTED = {
    "levy": "See the board, or `levy season show`, for the levies that it has.",
    "area": "See its tax code areas for those that it has.",
    "figure": "See the levy's worksheet, or the area's page, for those that it has.",
}


class CodeUnknown(LevyError):
    """A levy, area or figure that a season does not have."""

    def __init__(self, what: str, code: str, nearest: Sequence[str], year: int):
        self.what, self.code, self.nearest = what, code, tuple(nearest)
        meant = f" Nearest: {', '.join(nearest)}." if nearest else f" {_LISTED[what]}"
        super().__init__(f"The {year} season has no {what} {code!r}.{meant}")


class JurisdictionUnknown(LevyError):
    """A state whose law the program does not have."""

    def __init__(self, state: str, known: Sequence[str]):
        self.state, self.known = state, tuple(known)
        super().__init__(
            f"The levy law of {state!r} is not in the program, which has {', '.join(known)}. "
            "Check `state` in season.toml."
        )


class LevyCircle(LevyError):
    """Levies that wait for each other."""

    def __init__(self, levies: Sequence[str]):
        self.levies = tuple(levies)
        super().__init__(
            f"These levies wait for each other: {' waits for '.join(self.levies)}. "
            "Mend statutory_less in limits.csv or part_of in levies.csv."
        )


class SeasonFolderOccupied(LevyError):
    """A season was to be written to a folder that holds other things."""

    def __init__(self, folder: str, strangers: Sequence[str]):
        self.folder, self.strangers = folder, tuple(strangers)
        shown = ", ".join(self.strangers[:3]) + (" and more" if len(self.strangers) > 3 else "")
        super().__init__(
            f"{folder} holds {shown}, which no season folder has; nothing was written. "
            "Name a new folder, an empty one, or one that holds only a season."
        )


class SeasonFolderNotWritten(LevyError):
    """The system did not let a season be written."""

    def __init__(self, folder: str, reason: str):
        self.folder, self.reason = folder, reason
        super().__init__(
            f"The season was not written to {folder}: {reason}. "
            "Name a folder that you may write to, on a disk with room."
        )


class SettingsRefused(LevyError):
    """Settings with mistakes: all of them are told, and the application did not start."""

    def __init__(self, mistakes: Sequence[str]):
        self.mistakes = tuple(mistakes)
        listed = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"The application did not start, because of its settings:\n{listed}")


class TablesMissing(LevyError):
    """A database without the tables that the application needs."""

    def __init__(self, said: str):
        self.said = said
        super().__init__(
            f"The database lacks a table or column of the application ({said}). "
            "Bring it up to date with `python migrate.py upgrade`."
        )


class DatabaseUnreachable(LevyError):
    """A database that did not answer; the sentence says where and why."""


class UploadRefused(LevyError):
    """Something that was sent and cannot be a season; nothing of it was kept."""

    def __init__(self, name: str, what: str, to_do: str):
        self.name, self.what, self.to_do = name, what, to_do
        super().__init__(f"{name[:80]} was not taken. {what} {to_do}")


class UploadGone(LevyError):
    """Sent files that are loaded, discarded or more than a day old."""

    def __init__(self) -> None:
        super().__init__(
            "These files are no longer waiting: they were loaded or discarded already, or sent "
            "more than a day ago. See the log of imports; send them again where it lacks them."
        )


class UploadStale(LevyError):
    """Sent files whose season was changed after they were looked at."""

    def __init__(self, season: str):
        self.season = season
        super().__init__(
            f"{season} was changed by somebody after these files were sent; nothing was loaded. "
            "Look at the differences as they are now, and send the files again if they still hold."
        )


class ImportNotUndone(LevyError):
    """An import that stays as it is."""

    def __init__(self, number: int, reasons: Sequence[str]):
        self.number, self.reasons = number, tuple(reasons)
        super().__init__(
            f"Import {number} was not undone: {'; '.join(reasons)}. "
            "Load the season as it should be instead."
        )


class InputRefused(LevyError):
    """An input that a season cannot have; nothing was changed."""

    def __init__(self, where: str, what: str, to_do: str):
        self.where, self.what, self.to_do = where, what, to_do
        super().__init__(f"{where} was not changed. {what} {to_do}")


class InputChangedMeanwhile(LevyError):
    """An input that somebody else changed since the page was shown; nothing was changed."""

    def __init__(self, where: str, shown: str, now: str, wanted: str):
        self.where, self.shown, self.now, self.wanted = where, shown, now, wanted
        super().__init__(
            f"{where} was not changed: your page showed {shown or 'a blank'}, and meanwhile "
            f"somebody wrote {now or 'a blank'}. You wrote {wanted or 'a blank'}. Look at the "
            "history, and write yours again if it still holds."
        )


class NotCertified(LevyError):
    """A season that cannot be certified as it stands; nothing was noted."""

    def __init__(self, season: str, reasons: Sequence[str]):
        self.season, self.reasons = season, tuple(reasons)
        super().__init__(f"{season} was not certified. {' '.join(reasons)}")


class SnapshotMissing(LevyError):
    """A snapshot of values that a season does not have."""

    def __init__(self, version: int, known: Sequence[int]):
        self.version, self.known = version, tuple(known)
        numbers = ", ".join(map(str, known))
        super().__init__(f"The season has no version {version} of its values; it has {numbers}.")


class ScenarioMissing(LevyError):
    """A scenario that a season does not have."""

    def __init__(self, number: int | str):
        self.number = number
        super().__init__(
            f"There is no scenario {number} in this season: it was discarded, or never made. "
            "See the season's what-if page."
        )


class ScenarioChangedMeanwhile(LevyError):
    """A scenario that somebody else changed since the page was shown; nothing was changed."""

    def __init__(self, name: str, what: str):
        self.name, self.what = name, what
        super().__init__(
            f"Scenario {name!r} was not {what}: somebody changed it since your page was shown. "
            "It stands here as it is now; look at it, and send yours again if it still holds."
        )


class ScenarioNameTaken(LevyError):
    """A name that another scenario of the season has."""

    def __init__(self, name: str):
        self.name = name
        super().__init__(f"This season has a scenario {name!r} already. Choose another name.")


class ExamplesRefused(LevyError):
    """A file of conformance examples that cannot be run; nothing was run."""

    def __init__(self, file: str, where: str, what: str, to_do: str):
        self.file, self.where, self.what, self.to_do = file, where, what, to_do
        place = f"{file}, {where}" if where else file
        super().__init__(f"{place}: {what} {to_do}")
