"""Protects every write: a token in each form, and a limit on the size of requests."""

import re
import unicodedata

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import CSRFProtect

from levy.errors import InputRefused
from levy.services.season_archive import MOST_SENT

HOURS = 12
_forms = CSRFProtect()


def guard_writes(pages: Blueprint) -> None:
    """Require the token in every form of the application, and limit the size of requests."""
    pages.record_once(_guard)
    pages.teardown_app_request(_close_files)


def sent(name: str, most: int = 500) -> str:
    """Return the text of a form's field without control characters and repeated spaces.

    Raises InputRefused if it is longer than `most` letters.
    """
    text = request.form.get(name, "")
    if len(text) > most:
        raise InputRefused(
            f"The field {name}",
            f"It has {len(text):,} letters.",
            f"Write at most {most}.",
        )
    cleaned = "".join(
        letter for letter in text if unicodedata.category(letter)[0] != "C" or letter in "\t\n\r"
    )
    return re.sub(r"\s+", " ", cleaned).strip()


def _guard(state: BlueprintSetupState) -> None:
    app = state.app
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", HOURS * 3600)
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT + 1024 * 1024
    _forms.init_app(app)


def _close_files(error: BaseException | None) -> None:
    """Close uploaded files, even if no page read them."""
    request.close()
