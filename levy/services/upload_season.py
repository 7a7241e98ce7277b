"""Files that somebody uploads in a browser: previewed first, then loaded completely or not."""

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
from levy.services.certification import Certification
from levy.services.import_season import certification_of, digest_of, import_read
from levy.services.jurisdiction import jurisdiction
from levy.services.season_archive import (
    MOST_SENT,
    sent_files,
    unpacked_folder,
    zip_of,
)
from levy.services.season_differences import FileChange, changes_of
from levy.services.season_name import county_title
from levy.store.inputs import load_season
from levy.store.transaction import transaction
from levy.store.uploads import find_upload, forget_upload, keep_upload, upload_to_load

COMPUTE = "Compute the season"  # the button's text


class Preview(NamedTuple):
    """What uploaded files contain and would change.

    token  identifies the files until they are loaded
    facts  the season in the files; None if there are problems
    new    whether no such season is loaded yet
    stale  whether the season changed since the files were uploaded
    certified  the certification that loading them ends, or None
    no_law why the season cannot be computed, or blank
    """

    token: str
    name: str
    facts: SeasonFacts | None
    new: bool
    changes: tuple[FileChange, ...]
    problems: tuple[Problem, ...]
    stale: bool
    certified: Certification | None = None
    no_law: str = ""


class Target(NamedTuple):
    """The season that a single file belongs to."""

    county: str
    year: int


def keep_files(sent: list[tuple[str, bytes]], target: Target | None = None) -> str:
    """Save uploaded files for a preview, and return the token that identifies them.

    sent    each file's name and content: one zip, or files of a season folder
    target  the season that single files belong to; None if they are a whole season

    Raises UploadRefused.
    """
    names = [name for name, _ in sent]
    for name, content in sent:
        if len(content) > MOST_SENT:
            raise UploadRefused(
                name, f"It is larger than {MOST_SENT // 1024**2} MB.", "Upload one season's files."
            )
    files = sent_files(sent)
    if not files:
        raise UploadRefused("The form", "No file was chosen.", "Choose a zip or a file first.")
    with transaction():
        if "season.toml" not in files:
            files = _with_other_files(files, target, names[0])
        season, _ = _read(files)
        return keep_upload(
            ", ".join(names)[:200],
            content=zip_of(files),
            before=_digest(_loaded_season(season)),
            who=this_account(),
        )


def preview(token: str) -> Preview:
    """Return the preview of uploaded files; raises UploadGone if they are not saved any more."""
    with transaction():
        upload = find_upload(token)
        if upload is None:
            raise UploadGone
        season, problems = _read(sent_files([(upload.name, upload.content)]))
        present = _loaded_season(season)
        changes = changes_of(season, present) if season else ()
        stale = season is not None and _digest(present) != upload.before
        facts = season.facts if season else None
        certified = certification_of(present) if present and season != present else None
        return Preview(
            token,
            upload.name,
            facts,
            present is None,
            changes,
            problems,
            stale,
            certified,
            _no_law(season) if season else "",
        )


def load_files(token: str, note: str = "") -> str:
    """Load uploaded files, and return a message for the user.

    note  the user's reason, for the history; required if the season is certified

    Raises UploadGone if they are already loaded, UploadStale if the season changed since they were
    uploaded, SeasonFolderRefused with every problem, InputRefused if a required note is missing.
    """
    with transaction():
        upload = upload_to_load(token)
        if upload is None:
            raise UploadGone
        name, before = upload.name, upload.before
        files = sent_files([(name, upload.content)])
        season, problems = _read(files)
        if season is None:
            raise SeasonFolderRefused(name, problems)
        if _digest(_loaded_season(season)) != before:
            raise UploadStale(f"{season.facts.county} County {season.facts.tax_year}")
        if not note.strip() and season != _loaded_season(season) and certification_of(season):
            raise InputRefused(
                name,
                "The season is certified, and loading these files ends the certification.",
                "Write a reason, and load them again.",
            )
        with unpacked_folder(files) as folder:
            content = digest_of(folder)
        forget_upload(token)
        result = import_read(season, name, content=content, note=note.strip())
        # In a browser the next step is a button; at a prompt it is a command.
        next_step = result.needs_computing and not _no_law(season)
        return result.sentence + (f" Compute it again with “{COMPUTE}”." if next_step else "")


def forget_files(token: str) -> None:
    """Delete uploaded files."""
    with transaction():
        forget_upload(token)


def _with_other_files(
    files: dict[str, bytes], target: Target | None, name: str
) -> dict[str, bytes]:
    """Return single files together with the other files of their season."""
    if target is None:
        raise UploadRefused(
            name,
            "It has no season.toml, which says the county and tax year.",
            "Choose the season that the file belongs to, or upload the whole folder as a zip.",
        )
    season = load_season(target.county, year=target.year)
    whole = {file: text.encode() for file, text in input_files(season).items()}
    return whole | files


def _read(files: dict[str, bytes]) -> tuple[Season | None, tuple[Problem, ...]]:
    with unpacked_folder(files) as folder:
        season, problems = read_season_folder(folder)
    # A problem of the folder itself would name a temporary folder, which the user does not know.
    return season, tuple(
        Problem(
            "the files", *[getattr(problem, part) for part in ("row", "column", "what", "to_do")]
        )
        if problem.file == str(folder)
        else problem
        for problem in problems
    )


def _loaded_season(season: Season | None) -> Season | None:
    """Return the loaded season that a season would replace."""
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
