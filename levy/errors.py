"""Every error message that a person reads: what happened, where, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


class LevyError(Exception):
    """An error that a person can fix; its message is the whole sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file of a season folder.

    row     line of the file as an editor counts it: the header is 1; None for the whole file
    column  the column's name, or blank for the whole row
    what    what is wrong, with the value
    to_do   how to fix it
    """

    file: str
    row: int | None
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
    """A season folder with problems: the message lists all of them, and nothing was imported."""

    def __init__(self, folder: str, problems: Sequence[Problem]):
        self.folder, self.problems = folder, tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{folder} has {count}; nothing was imported:\n{listed}")


class ParameterMissing(LevyError):
    """The program does not have the law of this tax year."""

    def __init__(self, name: str, tax_year: int, years: Sequence[int], file: str):
        self.name, self.tax_year, self.years, self.file = name, tax_year, tuple(years), file
        has = f"{file} has {years[0]} to {years[-1]}" if years else f"{file} has none"
        super().__init__(
            f"No {name} for tax year {tax_year}: {has}. "
            f"Add a [[{name}]] entry with its source to {file}."
        )


class ParameterUnreadable(LevyError):
    """A parameter file that has to be fixed by hand."""

    def __init__(self, file: str, why: str):
        self.file, self.why = file, why
        super().__init__(f"{file}: {why}. Fix the file.")


class PortTaken(LevyError):
    """The port is in use: the pages cannot be served there."""

    def __init__(self, port: int):
        self.port = port
        super().__init__(
            f"Cannot listen on port {port} of 127.0.0.1; another program may be using it. "
            f"Choose another: PORT={port + 1 if port < 65535 else port - 1} or --port."
        )


class ListensElsewhere(LevyError):
    """The server was configured to listen where other machines can reach it."""

    def __init__(self, address: str):
        self.address = address
        super().__init__(
            f"There is no sign-in yet, so the pages are served to this machine only, and {address} "
            "can be reached from others. Leave the address out, or write 127.0.0.1 and a port. "
            "docs/how-to/deployment.md says how people at other desks reach the pages."
        )


class RequestFromElsewhere(LevyError):
    """A request that came from another machine, or that used another host name."""

    def __init__(self, who: str):
        self.who = who
        super().__init__(
            f"There is no sign-in yet, so the pages are shown to this machine only, and {who[:80]} "
            "is not this machine. Open http://localhost with the port that `levy serve` prints."
        )


class NoSeasonYet(LevyError):
    """No season was loaded into the database."""

    def __init__(self) -> None:
        super().__init__("No season is loaded. Load one with `levy season import DIR`.")


class CountyNeeded(LevyError):
    """Several counties have a season for this tax year."""

    def __init__(self, year: int, counties: Sequence[str]):
        self.year, self.counties = year, tuple(counties)
        super().__init__(
            f"{len(counties)} counties have a {year} season: {'; '.join(counties)}. "
            f'Choose one: --county "{counties[0]}".'
        )


class SeasonMissing(LevyError):
    """A season that is not in the database."""

    def __init__(self, name: str, loaded: Sequence[str]):
        self.name, self.loaded = name, tuple(loaded)
        has = f"loaded: {'; '.join(loaded)}" if loaded else "no season is loaded"
        super().__init__(
            f"There is no season {name} ({has}). Load one with `levy season import DIR`."
        )


class SeasonNotComputed(LevyError):
    """Results of a season were requested before the season was computed."""

    def __init__(self, county: str, year: int):
        self.county, self.year = county, year
        super().__init__(
            f"The {year} season of {county} County is not computed yet. "
            f"Compute it with `levy season calculate {year}`."
        )


_LISTED = {
    "levy": "See the board, or `levy season show`, for its levies.",
    "area": "See the Areas page for its tax code areas.",
    "figure": "See the levy's worksheet, or the area's page, for its figures.",
}


class CodeUnknown(LevyError):
    """A levy, area or figure that a season does not have."""

    def __init__(self, kind: str, code: str, nearest: Sequence[str], year: int):
        self.kind, self.code, self.nearest = kind, code, tuple(nearest)
        meant = f" Nearest: {', '.join(nearest)}." if nearest else f" {_LISTED[kind]}"
        super().__init__(f"The {year} season has no {kind} {code!r}.{meant}")


class JurisdictionUnknown(LevyError):
    """The program does not have the law of this state."""

    def __init__(self, state: str, states: Sequence[str]):
        self.state, self.states = state, tuple(states)
        super().__init__(
            f"The program does not have the levy law of {state!r}; it has {', '.join(states)}. "
            "Check `state` in season.toml."
        )


class LevyCircle(LevyError):
    """Levies that wait for each other."""

    def __init__(self, levies: Sequence[str]):
        self.levies = tuple(levies)
        super().__init__(
            f"These levies wait for each other: {' waits for '.join(self.levies)}. "
            "Correct statutory_less in limits.csv or part_of in levies.csv."
        )


class SeasonFolderOccupied(LevyError):
    """The folder that a season should be written to holds other files."""

    def __init__(self, folder: str, strangers: Sequence[str]):
        self.folder, self.strangers = folder, tuple(strangers)
        shown = ", ".join(self.strangers[:3]) + (" and more" if len(self.strangers) > 3 else "")
        super().__init__(
            f"{folder} holds {shown}, which do not belong in a season folder; nothing was written. "
            "Name a new folder, an empty one, or one that holds only a season."
        )


class SeasonFolderNotWritten(LevyError):
    """The operating system refused to write a season."""

    def __init__(self, folder: str, reason: str):
        self.folder, self.reason = folder, reason
        super().__init__(
            f"The season was not written to {folder}: {reason}. "
            "Name a folder that you may write to, on a disk with free space."
        )


class SettingsRefused(LevyError):
    """Settings with mistakes: the message lists all of them; the application did not start."""

    def __init__(self, mistakes: Sequence[str]):
        self.mistakes = tuple(mistakes)
        listed = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"The application did not start, because of its settings:\n{listed}")


class TablesMissing(LevyError):
    """The database lacks tables or columns that the application needs."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(
            f"The database lacks a table or column that the application needs ({message}). "
            "Bring it up to date with `python migrate.py upgrade`."
        )


class DatabaseUnreachable(LevyError):
    """The database did not answer; the message says where and why."""


class UploadRefused(LevyError):
    """Uploaded files that cannot be a season; none of them was saved."""

    def __init__(self, name: str, reason: str, to_do: str):
        self.name, self.reason, self.to_do = name, reason, to_do
        super().__init__(f"{name[:80]} was not accepted. {reason} {to_do}")


class UploadGone(LevyError):
    """Uploaded files that were already loaded or discarded, or are more than a day old."""

    def __init__(self) -> None:
        super().__init__(
            "These files are no longer waiting: they were already loaded or discarded, or were "
            "uploaded more than a day ago. See the import log; if they are not in it, upload them "
            "again."
        )


class UploadStale(LevyError):
    """Uploaded files whose season changed after they were uploaded."""

    def __init__(self, season: str):
        self.season = season
        super().__init__(
            f"Somebody changed {season} after these files were uploaded; nothing was loaded. "
            "Check the current differences, and upload the files again if they are still right."
        )


class ImportNotUndone(LevyError):
    """An import that cannot be undone; nothing was changed."""

    def __init__(self, number: int, reasons: Sequence[str]):
        self.number, self.reasons = number, tuple(reasons)
        super().__init__(
            f"Import {number} was not undone: {'; '.join(reasons)}. "
            "Import the correct season folder instead."
        )


class InputRefused(LevyError):
    """An input that a season cannot have; nothing was changed."""

    def __init__(self, subject: str, reason: str, to_do: str):
        self.subject, self.reason, self.to_do = subject, reason, to_do
        super().__init__(f"{subject} was not changed. {reason} {to_do}")


class InputConflict(LevyError):
    """Somebody else changed this input after the page was shown; nothing was saved."""

    def __init__(self, cell: str, shown_text: str, current_text: str, new_text: str):
        self.cell, self.shown_text = cell, shown_text
        self.current_text, self.new_text = current_text, new_text
        super().__init__(
            f"{cell} was not changed: your page showed {shown_text or 'a blank'}, and since then "
            f"somebody wrote {current_text or 'a blank'}. You wrote {new_text or 'a blank'}. "
            "Check the history, and save yours again if it is still right."
        )


class NotCertified(LevyError):
    """A season that cannot be certified now; nothing was recorded."""

    def __init__(self, season: str, reasons: Sequence[str]):
        self.season, self.reasons = season, tuple(reasons)
        super().__init__(f"{season} was not certified. {' '.join(reasons)}")


class SnapshotMissing(LevyError):
    """A snapshot of values that a season does not have."""

    def __init__(self, version: int, versions: Sequence[int]):
        self.version, self.versions = version, tuple(versions)
        numbers = ", ".join(map(str, versions))
        super().__init__(f"The season has no version {version} of its values; it has {numbers}.")


class ScenarioMissing(LevyError):
    """A scenario that a season does not have."""

    def __init__(self, number: int | str):
        self.number = number
        super().__init__(
            f"There is no scenario {number} in this season: it was discarded, or never existed. "
            "See the season's what-if page."
        )


class ScenarioConflict(LevyError):
    """Somebody else changed this scenario after the page was shown; nothing was saved."""

    def __init__(self, name: str, action: str):
        self.name, self.action = name, action
        super().__init__(
            f"Scenario {name!r} was not {action}: somebody changed it after your page was shown. "
            "This page shows it as it is now; check it, and try again if your change still applies."
        )


class ScenarioNameTaken(LevyError):
    """Another scenario of the season already has this name."""

    def __init__(self, name: str):
        self.name = name
        super().__init__(f"This season already has a scenario {name!r}. Choose another name.")


class ExamplesRefused(LevyError):
    """A file of conformance examples that cannot be run; nothing was run."""

    def __init__(self, file: str, where: str, reason: str, to_do: str):
        self.file, self.where, self.reason, self.to_do = file, where, reason, to_do
        place = f"{file}, {where}" if where else file
        super().__init__(f"{place}: {reason} {to_do}")
