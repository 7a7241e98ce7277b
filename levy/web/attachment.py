"""A file that the browser saves, and does not show."""

from flask import Response


def attachment(content: str | bytes, *, name: str, mimetype: str) -> Response:
    """Return a file as a response; its name holds no quotation mark."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
