"""What to do about files: not Python, not writable, not found, or stopped in the middle."""

from __future__ import annotations

from safemigrate.project.sentences.place import address, leaves_transaction, shown, spot


def sentence(error: Exception) -> str | None:
    """Return the sentence for an error in a migration file or of the file system."""
    if isinstance(error, SyntaxError) and error.filename:
        return _not_python(error)
    where = spot(error)
    if where:
        return (
            f"{where} stopped with {type(error).__name__}: {error}. {what_remains(error)}"
            "Correct the file and run the command again."
        )
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"{shown(error.filename)}: {error.strerror}. Make its folder, or name another file."
    if isinstance(error, OSError) and error.filename:
        return (
            f"{shown(error.filename)}: {error.strerror}. Let this account read and write there, "
            "or name another folder with -d."
        )
    return None


def what_remains(error: BaseException) -> str:
    """Return what a failed revision left in the database, or nothing where none was running."""
    where = spot(error)
    if where is None or where.revision is None or where.function == "<module>":
        return ""
    if leaves_transaction(error):
        return (
            "The revision commits step by step: what it did before this is kept and noted, and "
            "the next upgrade goes on here. "
        )
    url = address()
    if url is None or url.get_backend_name() != "postgresql":
        return "What it did before this may be kept: look at the tables before running it again. "
    return "Nothing of this revision was kept: PostgreSQL rolled it back. "


def _not_python(error: SyntaxError) -> str:
    code = f": {error.text.strip()}" if error.text else ""
    return (
        f"{shown(str(error.filename))}, line {error.lineno}, is not Python ({error.msg}){code}\n"
        "Correct the line and run the command again; nothing was run."
    )
