"""What to do about the revision files: heads, ids, links between them, the folder itself.

Each sentence opens with Alembic's words, which people search for, and ends with what to do.
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
    """Return the sentence for an error of Alembic's, or of a broken chain of revisions."""
    if isinstance(error, CommandError | RevisionError):
        return _with_advice(" ".join(str(error).split()))
    if isinstance(error, KeyError) and _raised_in_revision_map(error):
        return _broken_link(str(error.args[0]))
    return None


def warning_sentence(message: str) -> str | None:
    """Return a warning as a sentence; None where the error that follows says more."""
    twice = re.fullmatch(r"Revision (.+) is present more than once", message)
    if twice:
        files = ", ".join(files_with(twice[1]))
        return (
            f"Revision {twice[1]} is present more than once ({files}), and Alembic runs only one "
            "of these files. Give each its own revision id."
        )
    if re.fullmatch(r"Revision .+ referenced from .+ is not present", message, re.DOTALL):
        return None
    return message


def _with_advice(message: str) -> str:
    for pattern, advice in _ADVICE.items():
        found = re.search(pattern, message)
        if found:
            return advice(found)
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
        f"Revision {revision} is not present, but {files} follows or depends on it. Bring its file "
        f"back, or correct down_revision and depends_on in {files}; nothing was run."
    )


def _unknown_revision(found: re.Match[str]) -> str:
    revision, versions = found[1], shown(folder() / "versions")
    if any(revision in word for word in words()):
        return f"{found[0]}: no file in {versions} has this id. `{typed('history')}` lists them."
    return (
        f"{found[0]}: the database is at this revision, but no file in {versions} has it. Bring "
        "the file back (it may be on another branch of your code), or take the revision back with "
        f"the file that the database kept, `{typed('switch')}`. If the tables are known to be "
        f"those of another revision, note that one with `{typed('stamp --purge REVISION')}`."
    )


def _several_heads(found: re.Match[str]) -> str:
    merge = typed('merge heads -m "Merge multiple migration heads"')
    stock = found[0].rstrip(".").replace("; please specify", ": specify")
    return (
        f"{stock}. Two revisions follow the same one, mostly because two people made one at the "
        f"same time: `{typed('heads')}` lists them and "
        f"`{merge}` joins them."
    )


def _filled_folder(found: re.Match[str]) -> str:
    return (
        f"{found[0]}: it was left as it is. If it holds this project's migrations, go on with "
        f"`{typed(MIGRATE)}`; to begin elsewhere, name another "
        "folder with -d."
    )


_ADVICE: dict[str, Callable[[re.Match[str]], str]] = {
    r"Can't locate revision identified by '(.+?)'": _unknown_revision,
    r"Multiple head revisions are present for given argument '.+?'": _several_heads,
    r".*[Mm]ultiple heads\b.*": _several_heads,
    r"Ambiguous walk": lambda found: (
        "Ambiguous walk: the database is at a revision that joins several, and one step back could "
        f"go along each. Name the one to go to, `{typed('downgrade REVISION')}`; "
        f"`{typed('history')}` lists them."
    ),
    r"Directory .+ already exists and is not empty": _filled_folder,
    r"(Path doesn't exist: .+?)\.? Please use": lambda found: (
        f"{found[1]}. `{typed('init')}` makes a migration folder; if this project has one, go to "
        "the project's directory or name the folder with -d."
    ),
    r"No such template (.+)": lambda found: (
        f"No such template {Path(found[1]).name}. `{typed('list-templates')}` lists them."
    ),
    r"Target database is not up to date": lambda found: (
        f"{found[0]}: there are revisions that it has not had. Run `{typed('upgrade')}` first, "
        "then this command again."
    ),
    r"New upgrade operations detected: .+": lambda found: (
        f"{found[0]}. The models have changes that no revision makes: "
        f"`{typed(MIGRATE)}` writes one."
    ),
    r"Database is not on all head revisions": lambda found: (
        f"{found[0]}: `{typed('upgrade')}` applies what is missing."
    ),
    r"(Dependency )?[Cc]ycle is detected in revisions .+": lambda found: (
        f"{found[0]}: they follow each other. Correct down_revision and depends_on in their files "
        "so that one comes first."
    ),
    r"Relative revision -\d+ didn't produce \d+ migrations": lambda found: (
        f"{found[0]}: the database has not had that many revisions. `{typed('current')}` shows "
        "where it is; nothing was changed."
    ),
    r"Relative revision \+\d+ didn't produce \d+ migrations": lambda found: (
        f"{found[0]}: fewer revisions than that are still to come. `{typed('history')}` lists "
        "them; nothing was changed."
    ),
}
