"""Files that somebody uploaded and has not loaded yet."""

from secrets import token_urlsafe

from sqlalchemy import delete, text

from levy.db import db
from levy.models import SeasonUpload


def keep_upload(name: str, *, content: bytes, before: str, who: str) -> str:
    """Save files until they are loaded, and return the token that identifies them.

    Uploads more than a day old are deleted.
    """
    old = SeasonUpload.at < text("now() - interval '1 day'")
    db.session.execute(delete(SeasonUpload).where(old))
    token = token_urlsafe(24)
    db.session.add(SeasonUpload(token=token, name=name, content=content, before=before, who=who))
    db.session.flush()
    return token


def upload_to_load(token: str) -> SeasonUpload | None:
    """Return uploaded files, locked until the transaction ends; None once loaded."""
    return db.session.get(SeasonUpload, token, with_for_update=True)


def find_upload(token: str) -> SeasonUpload | None:
    """Return uploaded files without locking them; None if they are not saved any more."""
    return db.session.get(SeasonUpload, token)


def forget_upload(token: str) -> None:
    """Delete uploaded files."""
    db.session.execute(delete(SeasonUpload).where(SeasonUpload.token == token))
