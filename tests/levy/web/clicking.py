"""A person without JavaScript: opens a page, fills in one of its forms, and sends it."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_FIELD = re.compile(r'<input\b[^>]*?name="([^"]*)"[^>]*?>')
_VALUE = re.compile(r'value="([^"]*)"')


class Form:
    """One form of a page, with what its fields hold."""

    def __init__(self, html: str, words: str):
        found = [one for one in _FORM.finditer(html) if words in one[0]]
        assert found, f"no form says {words}"
        self.action = unescape(re.search(r'action="([^"]*)"', found[0][1])[1])
        self.fields = {}
        for field in _FIELD.finditer(found[0][2]):
            if 'type="file"' not in field[0]:
                value = _VALUE.search(field[0])
                self.fields[unescape(field[1])] = unescape(value[1]) if value else ""


def send(client: FlaskClient, address: str, words: str, **filled: Any) -> TestResponse:
    """Open a page, fill in the form that says these words, and follow where it leads."""
    form = Form(client.get(address, follow_redirects=True).text, words)
    data = form.fields | filled
    kind = "multipart/form-data" if "files" in filled else None
    return client.post(form.action, data=data, content_type=kind, follow_redirects=True)


def zipped(folder: Path, **changed: str | None) -> tuple[io.BytesIO, str]:
    """Return a folder's files as a zip to send; changed ones by their names, None leaves out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            text = changed.get(file.stem, file.read_text(encoding="utf-8"))
            if text is not None:
                archive.writestr(file.name, text)
    made.seek(0)
    return made, "season.zip"
