"""Error pages: one sentence on what happened, and links to go on."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError

from levy.errors import (
    CodeUnknown,
    CountyNeeded,
    DatabaseUnreachable,
    ImportNotUndone,
    InputConflict,
    InputRefused,
    LevyCircle,
    LevyError,
    NoSeasonYet,
    NotCertified,
    ParameterMissing,
    RequestFromElsewhere,
    ScenarioConflict,
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
    RequestFromElsewhere: 403,
    CodeUnknown: 404,
    CountyNeeded: 404,
    NoSeasonYet: 404,
    SeasonMissing: 404,
    SeasonNotComputed: 404,
    ScenarioMissing: 404,
    SnapshotMissing: 404,
    ImportNotUndone: 409,
    InputConflict: 409,
    NotCertified: 409,
    ScenarioConflict: 409,
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
    403: "The pages are shown to this machine only",
    404: "There is no such page",
    409: "Nothing was changed",
    410: "These files are no longer here",
    413: "This is too large",
    422: "Nothing was changed",
    503: "The database does not answer as it should",
}
_SENTENCES = {
    400: "The form sent to {path} did not come from a page of this program, or the page was open "
    "for more than twelve hours. Nothing was changed. Reload the page, and send the form again.",
    413: "More than 16 MB was sent to {path}; nothing was saved. A season folder is far smaller: "
    "upload only its files.",
    404: "There is no page at {path}. It may have been renamed, or mistyped.",
    405: "{path} does not accept this kind of request. Go back to the page that led here.",
    500: "The program failed at {path}; the server's log has the error. No figure was changed.",
}

Link = tuple[str, str]


def add_error_pages(pages: Blueprint) -> None:
    """Answer every error of the application with a page."""
    pages.app_errorhandler(LevyError)(levy_error_page)
    pages.app_errorhandler(HTTPException)(status_page)


def levy_error_page(error: LevyError) -> tuple[str, int]:
    """Return a page with the error's message, and links to what may have been meant."""
    status = status_of(error)
    return _page(status, str(error), _likely_links(error)), status


def status_of(error: LevyError) -> int:
    """Return the HTTP status of an error's page."""
    return _STATUS.get(type(error), 500)


def status_page(error: HTTPException) -> tuple[str, int]:
    """Return a page for an HTTP error, such as a missing page or a failure of the program."""
    status = error.code or InternalServerError.code
    sentence = _SENTENCES.get(status, f"{error.description}").format(path=request.path)
    return _page(status, sentence, ()), status


def _page(status: int, sentence: str, links: tuple[Link, ...]) -> str:
    title = _TITLES.get(status, "This page cannot be shown")
    return render_template("error.html", title=title, sentence=sentence, links=links)


def _likely_links(error: LevyError) -> tuple[Link, ...]:
    if isinstance(error, CodeUnknown):
        arguments = request.view_args or {}
        if error.kind == "figure":
            return tuple(
                (key, url_for(str(request.endpoint), **arguments | {"key": key}))
                for key in error.nearest
            )
        where = {key: arguments[key] for key in ("county", "year")}
        return tuple(
            (code, url_for(f"web.{error.kind}", **where, code=code)) for code in error.nearest
        )
    if isinstance(error, SeasonMissing):
        return tuple(
            (f"{name.county} County {name.tax_year}", url_for("web.board", **address))
            for name, address in addresses(seasons()).items()
        )
    return ()
