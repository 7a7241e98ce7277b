"""From an empty database to a computed season by clicking, and what is refused."""

import io
import stat
import zipfile
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from levy.db import db
from levy.law.season import Season
from levy.services import season_archive
from levy.services.calculate_season import calculate_season
from levy.services.certification import last_certified
from levy.services.open_season import open_season
from levy.store.audit import write_audit
from levy.web.format import moment
from tests.levy.web.clicking import Form, send, zipped
from tests.levy.web.conftest import BENTON
from tests.levy.web.page_reading import Page

LOOK, LOAD = "Check the files", "Load "
# fmt: off
HOSTILE = [
    # name in the zip,        content,           what the sentence says,           because
    ("../../etc/passwd",      b"x",              "leads out of a season folder",   "a path that climbs"),
    ("/etc/passwd",           b"x",              "leads out of a season folder",   "an absolute path"),
    ("a\\..\\b.csv",          b"x",              "leads out of a season folder",   "a path of Windows"),
    ("C:levies.csv",          b"x",              "leads out of a season folder",   "a drive of Windows"),
    ("a/b/c.csv",             b"x",              "leads out of a season folder",   "folders in folders"),
    ("levies.csv",            bytes(300_000),    "The upload is larger than",      "a bomb: much from little"),
]
# fmt: on


def sent_zip(entries: dict[str, bytes]) -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    made.seek(0)
    return made, "season.zip"


def test_from_nothing_to_the_county_s_total(empty_site: FlaskClient) -> None:
    assert "Upload one" in empty_site.get("/").text
    looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON)])
    assert "a new season." in looked.text
    assert '<th scope="row">levies.csv</th><td class="number">49</td>' in looked.text
    loaded = send(empty_site, looked.request.path, LOAD)
    assert loaded.request.path == "/benton/2025/"
    assert "Loaded Benton County, tax year 2025: 49 levies" in loaded.text
    computed = send(empty_site, "/benton/2025/", "Compute the season")
    assert "Computed 48 of 48 levies: tax in Benton County $" in computed.text


def test_each_problem_stands_by_file_row_and_column(empty_site: FlaskClient) -> None:
    wrong = (BENTON / "requests.csv").read_text().replace("15800172", "<b>=1+1</b>")
    looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON, requests=wrong)])
    assert "nothing can be loaded until all are fixed" in looked.text
    assert '<th scope="row">requests.csv</th><td class="number">' in looked.text
    assert "<td>certified_amount</td>" in looked.text
    assert "<b>=1" not in looked.text
    assert "Load 1" not in looked.text
    table = empty_site.get(f"{looked.request.path}/problems.csv").text
    assert table.startswith("file,row,column,what,to_do\r\nrequests.csv,")


def test_one_file_is_put_into_its_season(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    site = site_of(benton)
    text = (BENTON / "requests.csv").read_text().replace("15800172", "15800000")
    file = (io.BytesIO(text.encode()), "requests.csv")
    looked = send(site, "/imports/", LOOK, files=[file], season="Benton, WA 2025")
    assert "replaces the loaded season" in looked.text
    [table] = Page(looked.text).tables
    changed = [[cell.shown for cell in row] for row in table if row[-1].shown == "1"]
    line = "KENN: certified_amount 15800172.00 → 15800000.00"
    assert changed == [[f"requests.csv{line}", "41", "0", "0", "1"]]
    assert "Load requests.csv</button>" in looked.text, "and no thirteen files"
    done = send(site, looked.request.path, LOAD)
    assert "Loaded Benton County" in done.text
    assert "levy season" not in done.text, "nobody here has a command to type"


def test_what_is_told_after_loading_names_the_button(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    site = site_of(benton)
    calculate_season(2025)
    looked = send(site, "/imports/", LOOK, files=[zipped(BENTON)])
    same = send(site, looked.request.path, LOAD).text
    assert "Compute it again" not in same, "what changes no input removes no result"
    text = (BENTON / "requests.csv").read_text().replace("15800172", "15800000")
    looked = send(site, "/imports/", LOOK, files=[zipped(BENTON, requests=text)])
    done = send(site, looked.request.path, LOAD)
    assert "are removed. Compute it again with “Compute the season”." in done.text
    assert ">Compute the season</button>" in done.text


def test_rows_that_are_added_and_removed_are_told(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    site = site_of(benton)
    lines = (BENTON / "requests.csv").read_text().splitlines()
    gone = [line for line in lines if not line.startswith(("KENN,", "RICH,"))]
    text = "\n".join([*gone, "STATE," + ",".join([""] * lines[0].count(","))])
    file = (io.BytesIO(text.encode()), "requests.csv")
    looked = send(site, "/imports/", LOOK, files=[file], season="Benton, WA 2025").text
    told = [line in looked for line in ("KENN is removed", "RICH is removed", "STATE is added")]
    assert told == [True, True, True]


def test_an_import_over_a_certified_season_asks_why(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    site = site_of(benton)
    calculate_season(2025)
    send(site, "/benton/2025/certification", "Certify these levies")
    same = send(site, "/imports/", LOOK, files=[zipped(BENTON)]).text
    assert "Loading these files ends the certification" not in same, (
        "what changes nothing ends nothing"
    )
    text = (BENTON / "requests.csv").read_text().replace("15800172", "15800000")
    looked = send(site, "/imports/", LOOK, files=[zipped(BENTON, requests=text)])
    last = last_certified(open_season(2025))
    assert last is not None
    who = f"{moment(last.at)} by {last.who}: 48 levies, $318,402,817.30"
    assert (
        f"This season was certified {who}. Loading these files ends the certification."
        in looked.text
    )
    silent = send(site, looked.request.path, LOAD)
    assert silent.status_code == 422
    assert (
        "The season is certified, and loading these files ends the certification. Write a reason"
        in silent.text
    )
    assert "certified" in site.get("/benton/2025/").text
    done = send(site, looked.request.path, LOAD, note="the county sent them again")
    assert "It is no longer certified." in done.text
    assert "the county sent them again" in site.get("/benton/2025/history").text


def test_a_year_without_law_says_so_and_is_not_the_home(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    site = site_of(benton)
    toml = (BENTON / "season.toml").read_text().replace("2025", "2031", 1)
    assert "tax_year = 2031" in toml
    looked = send(site, "/imports/", LOOK, files=[zipped(BENTON, season=toml)])
    assert "This season can be loaded, but not computed: No " in looked.text
    assert "for tax year 2031" in looked.text
    there = send(site, looked.request.path, LOAD)
    assert there.request.path == "/benton/2031/"
    assert site.get("/").location == "/benton/2025/"


def test_each_season_s_last_import_can_be_undone(empty_site: FlaskClient) -> None:
    toml = (BENTON / "season.toml").read_text().replace("2025", "2026", 1)
    for changed in ({}, {"season": toml}):
        looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON, **changed)])
        send(empty_site, looked.request.path, LOAD)
    page = empty_site.get("/imports/").text
    assert ("Undo import 1" in page, "Undo import 2" in page) == (True, True)


def test_the_last_import_is_undone_once(empty_site: FlaskClient) -> None:
    for changed in ({}, {"published": None}):
        looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON, **changed)])
        send(empty_site, looked.request.path, LOAD)
    page = empty_site.get("/imports/").text
    assert page.count("Undo import") == 1, "only the last"
    first = Form(page, "Undo import 2")
    back = empty_site.post(first.action, data=first.fields, follow_redirects=True)
    assert (
        "Import 2 is undone: the previous Benton, WA 2025 is restored, and not computed"
        in back.text
    )
    again = empty_site.post(first.action, data=first.fields)
    assert (again.status_code, "already undid it" in again.text) == (409, True)
    gone = send(empty_site, "/imports/", "Undo import 1")
    assert "Benton, WA 2025 is no longer loaded" in gone.text
    assert "No season is loaded yet" in empty_site.get("/").text


def test_an_import_that_was_built_upon_stays(empty_site: FlaskClient) -> None:
    looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON)])
    send(empty_site, looked.request.path, LOAD)
    send(empty_site, "/benton/2025/", "Compute the season")
    send(empty_site, "/benton/2025/what-if/", "New scenario", name="more")
    refused = send(empty_site, "/imports/", "Undo import 1")
    assert refused.status_code == 409
    assert "a what-if scenario came after it" in refused.text


def test_an_import_whose_inputs_were_edited_stays(empty_site: FlaskClient) -> None:
    looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON)])
    send(empty_site, looked.request.path, LOAD)
    address = "/benton/2025/levies/KENN/inputs?file=requests.csv&field=certified_amount"
    edited = send(empty_site, address, "certified_amount", text="15000000")
    refused = send(empty_site, "/imports/", "Undo import 1")
    assert refused.status_code == 409
    assert "an edited input came after it" in refused.text
    back = Form(edited.text, "Undo")
    empty_site.post(back.action, data=back.fields)
    assert send(empty_site, "/imports/", "Undo import 1").status_code == 409, "an undo is an edit"


def test_an_import_whose_season_is_certified_stays(empty_site: FlaskClient) -> None:
    looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON)])
    send(empty_site, looked.request.path, LOAD)
    write_audit("somebody", action="season.certify", subject="Benton, WA 2025")
    db.session.commit()
    refused = send(empty_site, "/imports/", "Undo import 1")
    assert refused.status_code == 409
    assert "a certification came after it" in refused.text


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_with_a_wrong_byte(empty_site: FlaskClient, how: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        archive.writestr("levies.csv", bytes(range(256)) * 40)
    content = bytearray(made.getvalue())
    content[60:70] = bytes(255 - byte for byte in content[60:70])
    answer = send(empty_site, "/imports/", LOOK, files=[(io.BytesIO(bytes(content)), "a.zip")])
    assert answer.status_code == 422


def test_an_import_that_no_row_has(empty_site: FlaskClient) -> None:
    form = Form(empty_site.get("/imports/").text, LOOK)
    assert (
        empty_site.post("/imports/99999999999999999999/undo", data=form.fields).status_code == 404
    )


def test_files_are_loaded_once(empty_site: FlaskClient) -> None:
    looked = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON)])
    form = Form(looked.text, LOAD)
    assert empty_site.post(form.action, data=form.fields).status_code == 303
    again = empty_site.post(form.action, data=form.fields)
    assert (again.status_code, "no longer waiting" in again.text) == (410, True)


def test_files_of_an_older_season_are_refused(empty_site: FlaskClient) -> None:
    older = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON)])
    newer = send(empty_site, "/imports/", LOOK, files=[zipped(BENTON, published=None)])
    send(empty_site, newer.request.path, LOAD)
    form = Form(older.text, LOAD)
    refused = empty_site.post(form.action, data=form.fields)
    assert (refused.status_code, "Somebody changed" in refused.text) == (409, True)
    assert "changed after these files were uploaded" in empty_site.get(older.request.path).text


@pytest.mark.parametrize("name, content, says, because", HOSTILE, ids=[row[3] for row in HOSTILE])
def test_a_hostile_zip(
    empty_site: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes,
    says: str,
    because: str,
) -> None:
    monkeypatch.setattr(season_archive, "MOST_UNPACKED", 200_000)
    answer = send(empty_site, "/imports/", LOOK, files=[sent_zip({name: content})])
    assert (answer.status_code, says in answer.text) == (422, True), because


def test_a_zip_with_a_link(empty_site: FlaskClient) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("levies.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    made.seek(0)
    answer = send(empty_site, "/imports/", LOOK, files=[(made, "season.zip")])
    assert (answer.status_code, "leads out of a season folder" in answer.text) == (422, True)


def test_zips_that_are_too_much_together(
    empty_site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(season_archive, "MOST_UNPACKED", 200_000)
    half = [sent_zip({f"{name}.csv": b" " * 110_000}) for name in ("levies", "areas")]
    one = send(empty_site, "/imports/", LOOK, files=[sent_zip({"levies.csv": b" " * 110_000})])
    assert "The upload is larger than" not in one.text
    both = send(empty_site, "/imports/", LOOK, files=half)
    assert (both.status_code, "The upload is larger than" in both.text) == (422, True)


def test_a_zip_that_a_mac_packed(empty_site: FlaskClient) -> None:
    made, name = zipped(BENTON)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("__MACOSX/benton-2025/._values.csv", b"\0\5")
    made.seek(0)
    looked = send(empty_site, "/imports/", LOOK, files=[(made, name)])
    assert (looked.status_code, "a new season." in looked.text) == (200, True)


def test_a_file_that_two_zips_hold(empty_site: FlaskClient) -> None:
    twice = [sent_zip({"levies.csv": content}) for content in (b"a", b"b")]
    answer = send(empty_site, "/imports/", LOOK, files=twice)
    assert (answer.status_code, "It holds levies.csv, which another" in answer.text) == (422, True)


def test_a_zip_of_too_many_files(empty_site: FlaskClient) -> None:
    many = sent_zip({f"{number}.csv": b"" for number in range(65)})
    assert "It holds 65 files" in send(empty_site, "/imports/", LOOK, files=[many]).text


def test_a_file_that_is_no_zip_and_no_table(empty_site: FlaskClient) -> None:
    file = (io.BytesIO(b"PK\x03\x04 torn"), "<script>.zip")
    answer = send(empty_site, "/imports/", LOOK, files=[file])
    assert (answer.status_code, "&lt;script&gt;.zip was not accepted" in answer.text) == (422, True)


def test_too_much_at_once(empty_site: FlaskClient) -> None:
    much = {"CONTENT_LENGTH": str(17 * 1024 * 1024 + 1)}
    kind = "multipart/form-data; boundary=x"
    answer = empty_site.post("/imports/", data=b"--x", content_type=kind, environ_overrides=much)
    assert (answer.status_code, "More than 16 MB was sent" in answer.text) == (413, True)


def test_a_form_without_its_token(empty_site: FlaskClient) -> None:
    answer = empty_site.post(
        "/imports/", data={"files": [zipped(BENTON)]}, content_type="multipart/form-data"
    )
    assert (answer.status_code, "Nothing was changed" in answer.text) == (400, True)
