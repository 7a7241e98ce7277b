"""No page is shown to another machine, or under another name."""

import pytest
from flask import Flask

from levy.errors import RequestFromElsewhere

# fmt: off
ASKED = [
    # from, by the name, passed on for, status, because
    ("127.0.0.1", "127.0.0.1:5000", None, 200, "a browser on this machine"),
    ("127.0.0.1", "localhost:5000", None, 200, "the same, by its name"),
    ("127.0.0.1", "localhost", None, 200, "port 80"),
    ("127.8.8.8", "127.8.8.8", None, 200, "all of 127 is this machine's"),
    ("::1", "[::1]:5000", None, 200, "IPv6"),
    ("", "localhost", None, 200, "a socket that is a file has no address"),
    ("192.0.2.7", "localhost", None, 403, "another machine, with a name made up"),
    ("10.0.0.1", "10.0.0.2:5000", None, 403, "the same office is another machine, too"),
    ("::ffff:192.0.2.7", "localhost", None, 403, "another machine on a socket of both families"),
    ("127.0.0.1", "evil.example", None, 403, "a name that a stranger leads to 127.0.0.1"),
    ("127.0.0.1", "localhost.evil.example", None, 403, "it only begins like ours"),
    ("127.0.0.1", "levy.county.example:5000", None, 403, "a web server in front keeps the name"),
    ("127.0.0.1", "localhost", "192.0.2.7", 403, "a web server in front says for whom it asks"),
    ("127.0.0.1", "localhost", "192.0.2.7, 127.0.0.1", 403, "two web servers in front"),
    ("127.0.0.1", "localhost", "127.0.0.1", 200, "passed on for this machine itself"),
]
# fmt: on


@pytest.mark.parametrize("asker, name, passed_on, status, because", ASKED)
def test_who_may_ask(
    app: Flask, asker: str, name: str, passed_on: str | None, status: int, because: str
) -> None:
    headers = {"Host": name} | ({"X-Forwarded-For": passed_on} if passed_on else {})
    for address in ("/help/glossary", "/assets/levy.css", "/there/is/none"):
        answer = app.test_client().get(
            address, headers=headers, environ_overrides={"REMOTE_ADDR": asker}
        )
        expected = 404 if status == 200 and "none" in address else status
        answer.close()
        assert answer.status_code == expected, (address, because)


def test_it_says_so_in_a_sentence(app: Flask) -> None:
    answer = app.test_client().get("/", headers={"Host": "evil.example"})
    assert str(RequestFromElsewhere("evil.example")) in answer.text.replace("\n", " ")
    assert "<h1>The pages are shown to this machine only</h1>" in answer.text


def test_nothing_is_written_for_another_machine(app: Flask) -> None:
    answer = app.test_client().post("/imports/", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 403
