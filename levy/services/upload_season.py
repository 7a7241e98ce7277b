"""Files that somebody sends in a browser: looked at first, then loaded whole or not at all."""

import hashlib
from typing import NamedTuple

from levy.errors import (
    CountyNeeded,
    InputRefused,
    JurisdictionUnknown,
    ParameterMissing,
    Problem,
    SeasonFolderRefused,
    SeasonMissing,
    UploadGone,
    UploadRefused,
    UploadStale,
)
from levy.exporters.season_inputs import input_files
from levy.importers.season_folder import read_season_folder
from levy.law.season import Season, SeasonFacts
from levy.services.account import this_account
from levy.services.certification import Certified
from levy.services.import_season import certification_of, digest_of, import_read
from levy.services.jurisdiction import jurisdiction
from levy.services.season_archive import (
    MOST_SENT,
    packed_files,
    sent_files,
    unpacked,
)
from levy.services.season_differences import FileChange, changes_of
from levy.services.season_name import county_title
from levy.store.inputs import load_season
from levy.store.transaction import transaction
from levy.store.uploads import forget_upload, keep_upload, upload_kept, upload_to_load

COMPUTE = "Compute the season"  # what the button says


class Preview(NamedTuple):
    """What was understood of the files that somebody sent.

    token  names them until they are loaded
    facts  the season that they make; None while there are problems
    new    whether no such season is loaded yet
    stale  whether the season was changed since they were sent
    certified  the certification that loading them ends, or None
    no_law what keeps the season from being computed, or blank
    """

    token: str
    name: str
    facts: SeasonFacts | None
    new: bool
    changes: tuple[FileChange, ...]
    problems: tuple[Problem, ...]
    stale: bool
    certified: Certified | None = None
    no_law: str = ""


class Target(NamedTuple):
    """The season that a single file belongs to."""

    county: str
    year: int


def keep_files(sent: list[tuple[str, bytes]], target: Target | None = None) -> str:
    """Keep files to look at, and return the token that names them.

    sent    each file's name and content: one zip, or files of a season folder
    target  the season that single files belong to; None where they are a whole season

    Raises UploadRefused.
    """
    names = [name for name, _ in sent]
    for name, content in sent:
        if len(content) > MOST_SENT:
            raise UploadRefused(
                name, f"It is larger than {MOST_SENT // 1024**2} MB.", "Send one season's files."
            )
    files = sent_files(sent)
    if not files:
        raise UploadRefused("The form", "No file was chosen.", "Choose a zip or a file first.")
    with transaction():
        if "season.toml" not in files:
            files = _completed(files, target, names[0])
        season, _ = _read(files)
        return keep_upload(
            ", ".join(names)[:200],
            content=packed_files(files),
            before=_digest(_present(season)),
            who=this_account(),
        )


def preview(token: str) -> Preview:
    """Return what was understood of kept files; raises UploadGone where they are not kept."""
    with transaction():
        kept = upload_kept(token)
        if kept is None:
            raise UploadGone
        season, problems = _read(sent_files([(kept.name, kept.content)]))
        present = _present(season)
        changes = changes_of(season, present) if season else ()
        stale = season is not None and _digest(present) != kept.before
        facts = season.facts if season else None
        certified = certification_of(present) if present and season != present else None
        return Preview(
            token,
            kept.name,
            facts,
            present is None,
            changes,
            problems,
            stale,
            certified,
            _no_law(season) if season else "",
        )


def load_files(token: str, note: str = "") -> str:
    """Load kept files, and return the sentence that tells a person.

    note  why, for the history; needed where the season is certified

    Raises UploadGone where they are loaded already, UploadStale where the season was changed
    since they were sent, SeasonFolderRefused with every problem, InputRefused without a note.
    """
    with transaction():
        kept = upload_to_load(token)
        if kept is None:
            raise UploadGone
        name, before = kept.name, kept.before
        files = sent_files([(name, kept.content)])
        season, problems = _read(files)
        if season is None:
            raise SeasonFolderRefused(name, problems)
        if _digest(_present(season)) != before:
            raise UploadStale(f"{season.facts.county} County {season.facts.tax_year}")
        if not note.strip() and season != _present(season) and certification_of(season):
            raise InputRefused(
                name,
                "The season is certified, and loading these files ends that.",
                "Write why, and load them again.",
            )
        with unpacked(files) as folder:
            content = digest_of(folder)
        forget_upload(token)
        loaded = import_read(season, name, content=content, note=note.strip())
        # A person in a browser is told the button, as one at a prompt is told the command.
        next_step = loaded.unsettled and not _no_law(season)
        return loaded.sentence + (f" “{COMPUTE}” computes it anew." if next_step else "")


def forget_files(token: str) -> None:
    """Forget kept files."""
    with transaction():
        forget_upload(token)


def _completed(files: dict[str, bytes], target: Target | None, name: str) -> dict[str, bytes]:
    """Return single files within the season that they belong to."""
    if target is None:
        raise UploadRefused(
            name,
            "It has no season.toml, so that nobody can tell whose season it is.",
            "Choose the season that the file belongs to, or send the whole folder as a zip.",
        )
    season = load_season(target.county, year=target.year)
    whole = {file: text.encode() for file, text in input_files(season).items()}
    return whole | files


def _read(files: dict[str, bytes]) -> tuple[Season | None, tuple[Problem, ...]]:
    with unpacked(files) as folder:
        season, problems = read_season_folder(folder)
    # A sentence about the folder itself would name a place that nobody knows.
    return season, tuple(
        Problem(
            "the files", *[getattr(problem, part) for part in ("row", "column", "what", "to_do")]
        )
        if problem.file == str(folder)
        else problem
        for problem in problems
    )


def _present(season: Season | None) -> Season | None:
    """Return the season that a season would replace."""
    if season is None:
        return None
    try:
        return load_season(county_title(season), year=season.facts.tax_year)
    except (SeasonMissing, CountyNeeded):
        return None


def _digest(season: Season | None) -> str:
    text = "" if season is None else "\0".join(input_files(season).values())
    return hashlib.sha256(text.encode()).hexdigest()


def _no_law(season: Season) -> str:
    facts = season.facts
    try:
        jurisdiction(facts.state).parameters(facts.tax_year)
    except (JurisdictionUnknown, ParameterMissing) as error:
        return str(error)
    return ""
