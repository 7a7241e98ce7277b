"""The messages for file errors: invalid Python, not writable, not found, or an error in a file."""

from __future__ import annotations

from safemigrate.project.sentences.place import address, leaves_transaction, shown, spot


def sentence(error: Exception) -> str | None:
    """Return the message for an error in a migration file or of the file system, or None."""
    if isinstance(error, SyntaxError) and error.filename:
        return _not_python(error)
    location = spot(error)
    if location:
        return (
            f"{location} stopped with {type(error).__name__}: {error}. {what_remains(error)}"
            "Correct the file and run the command again."
        )
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"{shown(error.filename)}: {error.strerror}. Create its folder, or use another file."
    if isinstance(error, OSError) and error.filename:
        return (
            f"{shown(error.filename)}: {error.strerror}. Give this account read and write access, "
            "or name another folder with -d."
        )
    return None


def what_remains(error: BaseException) -> str:
    """Return what a failed revision left in the database; blank if none was running."""
    location = spot(error)
    if location is None or location.revision is None or location.function == "<module>":
        return ""
    if leaves_transaction(error):
        return (
            "The revision commits step by step: its earlier steps are recorded, and the next "
            "upgrade continues here. "
        )
    url = address()
    if url is None or url.get_backend_name() != "postgresql":
        return "Its earlier changes may remain: check the tables before you run it again. "
    return "PostgreSQL rolled this revision back: it changed nothing. "


def _not_python(error: SyntaxError) -> str:
    code = f": {error.text.strip()}" if error.text else ""
    return (
        f"{shown(str(error.filename))}, line {error.lineno}, is not Python ({error.msg}){code}\n"
        "Nothing was run. Correct the line and run the command again."
    )
