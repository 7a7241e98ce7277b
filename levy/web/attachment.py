"""A file that the browser saves instead of showing."""

from flask import Response


def attachment(content: str | bytes, *, name: str, mimetype: str) -> Response:
    """Return a file as a response; its name must not contain a quotation mark."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
