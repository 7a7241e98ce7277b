"""What guards every write: a token in each form, and a limit on what can be sent."""

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
    """Have every form of the application carry its token, and nothing larger than a season."""
    pages.record_once(_guard)
    pages.teardown_app_request(_close_files)


def sent(name: str, most: int = 500) -> str:
    """Return the text of a form's field without control characters, its blanks made one.

    Raises InputRefused where it is longer than anything that is kept.
    """
    text = request.form.get(name, "")
    if len(text) > most:
        raise InputRefused(
            f"What was sent as {name}",
            f"It has {len(text):,} letters.",
            f"Write at most {most}.",
        )
    kept = "".join(one for one in text if unicodedata.category(one)[0] != "C" or one in "\t\n\r")
    return re.sub(r"\s+", " ", kept).strip()


def _guard(state: BlueprintSetupState) -> None:
    app = state.app
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", HOURS * 3600)
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT + 1024 * 1024
    _forms.init_app(app)


def _close_files(error: BaseException | None) -> None:
    """Let go of what was sent, also where nobody read it."""
    request.close()
