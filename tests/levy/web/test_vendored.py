"""What was taken from elsewhere is what its README says that it is."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[3] / "levy" / "web" / "static" / "vendor"
FOR_TESTS = Path(__file__).parents[2] / "browser" / "vendor"


@pytest.mark.parametrize("folder", [VENDOR, FOR_TESTS], ids=["pages", "tests"])
def test_every_vendored_file_has_its_hash(folder: Path) -> None:
    text = (folder / "README.md").read_text()
    listed = dict(re.findall(r"^\| `(\S+)` \| `([0-9a-f]{64})` \|", text, re.MULTILINE))
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert listed == found


def test_the_version_is_the_style_sheets_own() -> None:
    version = re.search(r"USWDS (\d+\.\d+\.\d+)", (VENDOR / "README.md").read_text())
    assert version is not None
    head = (VENDOR / "uswds/css/uswds.min.css").read_text()[:100]
    assert f"uswds v{version[1]} " in head


def test_the_fonts_that_the_pages_use_are_here() -> None:
    sheet = (VENDOR / "uswds/css/uswds.min.css").read_text()
    for weight, file in ((400, "regular"), (700, "bold")):
        faces = re.findall(r"@font-face\{[^}]*\}", sheet)
        face = next(
            face
            for face in faces
            if "Source Sans Pro Web" in face
            and "font-style:normal" in face
            and f"font-weight:{weight}" in face
        )
        assert f"sourcesanspro-{file}-webfont.woff2" in face
        folder = VENDOR / "uswds/fonts/source-sans-pro"
        assert (folder / f"sourcesanspro-{file}-webfont.woff2").exists()
