"""What a person sees when a page cannot be shown: a sentence, and where to go from there."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError

from levy.errors import (
    AskedFromElsewhere,
    CodeUnknown,
    CountyNeeded,
    DatabaseUnreachable,
    ImportNotUndone,
    InputChangedMeanwhile,
    InputRefused,
    LevyCircle,
    LevyError,
    NoSeasonYet,
    NotCertified,
    ParameterMissing,
    ScenarioChangedMeanwhile,
    ScenarioMissing,
    ScenarioNameTaken,
    SeasonFolderRefused,
    SeasonMissing,
    SeasonNotComputed,
    SnapshotMissing,
    TablesMissing,
    UploadGone,
    UploadRefused,
    UploadStale,
)
from levy.services.open_season import seasons
from levy.web.season_address import addresses

_STATUS: dict[type[LevyError], int] = {
    AskedFromElsewhere: 403,
    CodeUnknown: 404,
    CountyNeeded: 404,
    NoSeasonYet: 404,
    SeasonMissing: 404,
    SeasonNotComputed: 404,
    ScenarioMissing: 404,
    SnapshotMissing: 404,
    ImportNotUndone: 409,
    InputChangedMeanwhile: 409,
    NotCertified: 409,
    ScenarioChangedMeanwhile: 409,
    ScenarioNameTaken: 409,
    UploadStale: 409,
    UploadGone: 410,
    InputRefused: 422,
    LevyCircle: 422,
    ParameterMissing: 422,
    SeasonFolderRefused: 422,
    UploadRefused: 422,
    DatabaseUnreachable: 503,
    TablesMissing: 503,
}
_TITLES = {
    400: "The form is too old",
    403: "The pages are shown to this machine alone",
    404: "There is no such page",
    409: "Nothing was changed",
    410: "These files are no longer here",
    413: "This is too large",
    422: "Nothing was changed",
    503: "The database does not answer as it should",
}
_SENTENCES = {
    400: "What was sent to {path} did not carry the mark of our own page, or the page was "
    "open for more than twelve hours. Nothing was changed. Load the page again, and send it anew.",
    413: "More than 16 MB was sent to {path}; nothing was kept. A season folder is far smaller: "
    "send its files alone.",
    404: "Nothing stands at {path}. It may have been renamed, or mistyped.",
    405: "{path} cannot be asked in this way. Go back to the page that led here.",
    500: "The program made a mistake of its own at {path}; what it was is in the server's log. "
    "No figure was changed.",
}

Link = tuple[str, str]


def answer_with_sentences(pages: Blueprint) -> None:
    """Have every error of the application answered by a page."""
    pages.app_errorhandler(LevyError)(for_a_levy_error)
    pages.app_errorhandler(HTTPException)(for_a_status)


def for_a_levy_error(error: LevyError) -> tuple[str, int]:
    """Return the error's own sentence, with links to what may have been meant."""
    status = status_of(error)
    return _page(status, str(error), _meant(error)), status


def status_of(error: LevyError) -> int:
    """Return the status with which an error is answered."""
    return _STATUS.get(type(error), 500)


def for_a_status(error: HTTPException) -> tuple[str, int]:
    """Return a page for an address that is not there, or for a mistake of the program."""
    status = error.code or InternalServerError.code
    sentence = _SENTENCES.get(status, f"{error.description}").format(path=request.path)
    return _page(status, sentence, ()), status


def _page(status: int, sentence: str, links: tuple[Link, ...]) -> str:
    title = _TITLES.get(status, "This page cannot be shown")
    return render_template("error.html", title=title, sentence=sentence, links=links)


def _meant(error: LevyError) -> tuple[Link, ...]:
    if isinstance(error, CodeUnknown):
        asked = request.view_args or {}
        if error.what == "figure":
            return tuple(
                (key, url_for(str(request.endpoint), **asked | {"key": key}))
                for key in error.nearest
            )
        where = {key: asked[key] for key in ("county", "year")}
        return tuple(
            (code, url_for(f"web.{error.what}", **where, code=code)) for code in error.nearest
        )
    if isinstance(error, SeasonMissing):
        return tuple(
            (f"{name.county} County {name.tax_year}", url_for("web.board", **address))
            for name, address in addresses(seasons()).items()
        )
    return ()
