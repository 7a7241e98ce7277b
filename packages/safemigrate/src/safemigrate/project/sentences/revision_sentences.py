"""The messages for errors in the revision files: heads, ids, links between them, the folder.

Each message opens with Alembic's words, which people search for, and ends with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from alembic.script.revision import RevisionError
from alembic.util import CommandError

from safemigrate.project.invocation import typed
from safemigrate.project.sentences.place import files_with, folder, shown, words

MIGRATE = 'migrate -m "description of changes"'


def sentence(error: Exception) -> str | None:
    """Return the message for an error from Alembic, or for a broken chain of revisions."""
    if isinstance(error, CommandError | RevisionError):
        return _with_advice(" ".join(str(error).split()))
    if isinstance(error, KeyError) and _raised_in_revision_map(error):
        return _broken_link(str(error.args[0]))
    return None


def warning_sentence(message: str) -> str | None:
    """Return a warning's message; None if the error that follows says more."""
    same_id = re.fullmatch(r"Revision (.+) is present more than once", message)
    if same_id:
        files = ", ".join(files_with(same_id[1]))
        return (
            f"Revision {same_id[1]} is present more than once ({files}), and Alembic runs only one "
            "of these files. Give each its own revision id."
        )
    if re.fullmatch(r"Revision .+ referenced from .+ is not present", message, re.DOTALL):
        return None
    return message


def _with_advice(message: str) -> str:
    for pattern, advice in _ADVICE.items():
        match = re.search(pattern, message)
        if match:
            return advice(match)
    return message


def _raised_in_revision_map(error: KeyError) -> bool:
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    file = Path(last.tb_frame.f_code.co_filename) if last else Path()
    return file.parts[-3:] == ("alembic", "script", "revision.py")


def _broken_link(revision: str) -> str:
    files = ", ".join(files_with(revision)) or shown(folder())
    return (
        f"Revision {revision} is not present, but {files} follows or depends on it. Nothing was "
        f"run. Restore its file, or correct down_revision and depends_on in {files}."
    )


def _unknown_revision(match: re.Match[str]) -> str:
    revision, versions = match[1], shown(folder() / "versions")
    if any(revision in word for word in words()):
        return f"{match[0]}: no file in {versions} has this id. `{typed('history')}` lists them."
    return (
        f"{match[0]}: the database is at this revision, but no file in {versions} has it. Restore "
        "the file (it may be on another branch of your code), or revert the revision with the "
        f"file stored in the database: `{typed('switch')}`. If you know that the tables match "
        f"another revision, record that one with `{typed('stamp --purge REVISION')}`."
    )


def _several_heads(match: re.Match[str]) -> str:
    merge = typed('merge heads -m "Merge multiple migration heads"')
    stock = match[0].rstrip(".").replace("; please specify", ": specify")
    return (
        f"{stock}. Two revisions follow the same one, usually because two people each added one: "
        f"`{typed('heads')}` lists them and `{merge}` joins them."
    )


def _filled_folder(match: re.Match[str]) -> str:
    return (
        f"{match[0]}. Nothing was changed. If it holds this project's migrations, continue with "
        f"`{typed(MIGRATE)}`; otherwise name another folder with -d."
    )


_ADVICE: dict[str, Callable[[re.Match[str]], str]] = {
    r"Can't locate revision identified by '(.+?)'": _unknown_revision,
    r"Multiple head revisions are present for given argument '.+?'": _several_heads,
    r".*[Mm]ultiple heads\b.*": _several_heads,
    r"Ambiguous walk": lambda match: (
        "Ambiguous walk: the database is at a merge revision, and one step back could lead to any "
        f"of the revisions it joins. Name the one to go to, `{typed('downgrade REVISION')}`; "
        f"`{typed('history')}` lists them."
    ),
    r"Directory .+ already exists and is not empty": _filled_folder,
    r"(Path doesn't exist: .+?)\.? Please use": lambda match: (
        f"{match[1]}. `{typed('init')}` creates a migration folder; if this project has one, go to "
        "the project's directory or name the folder with -d."
    ),
    r"No such template (.+)": lambda match: (
        f"No such template {Path(match[1]).name}. `{typed('list-templates')}` lists them."
    ),
    r"Target database is not up to date": lambda match: (
        f"{match[0]}: revisions are pending. Run `{typed('upgrade')}` first, then this command "
        "again."
    ),
    r"New upgrade operations detected: .+": lambda match: (
        f"{match[0]}. The models have changes that no revision makes: "
        f"`{typed(MIGRATE)}` writes one."
    ),
    r"Database is not on all head revisions": lambda match: (
        f"{match[0]}: `{typed('upgrade')}` applies what is missing."
    ),
    r"(Dependency )?[Cc]ycle is detected in revisions .+": lambda match: (
        f"{match[0]}: they follow each other. Correct down_revision and depends_on in their files "
        "so that one comes first."
    ),
    r"Relative revision -\d+ didn't produce \d+ migrations": lambda match: (
        f"{match[0]}: the database does not have that many revisions. Nothing was changed. "
        f"`{typed('current')}` shows where it is."
    ),
    r"Relative revision \+\d+ didn't produce \d+ migrations": lambda match: (
        f"{match[0]}: fewer revisions are pending. Nothing was changed. `{typed('history')}` lists "
        "them."
    ),
}
