"""Files that somebody sent and has not loaded yet."""

from secrets import token_urlsafe

from sqlalchemy import delete, text

from levy.db import db
from levy.models import SeasonUpload


def keep_upload(name: str, *, content: bytes, before: str, who: str) -> str:
    """Keep files until they are loaded, and return the token that names them.

    Those of more than a day ago are forgotten.
    """
    old = SeasonUpload.at < text("now() - interval '1 day'")
    db.session.execute(delete(SeasonUpload).where(old))
    token = token_urlsafe(24)
    db.session.add(SeasonUpload(token=token, name=name, content=content, before=before, who=who))
    db.session.flush()
    return token


def upload_to_load(token: str) -> SeasonUpload | None:
    """Return kept files, held from everybody else until the transaction ends; None once loaded."""
    return db.session.get(SeasonUpload, token, with_for_update=True)


def upload_kept(token: str) -> SeasonUpload | None:
    """Return kept files, to look at."""
    return db.session.get(SeasonUpload, token)


def forget_upload(token: str) -> None:
    """Forget kept files."""
    db.session.execute(delete(SeasonUpload).where(SeasonUpload.token == token))
