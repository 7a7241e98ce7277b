"""REV304 several-heads: when it is silent, and what it prints."""

from tests.lint.folder import Folder


def test_silent(tmp_path):
    folder = Folder(tmp_path)
    folder.write("a")
    assert folder.messages("REV304") == [], "one revision is one head"
    folder.write("b", "a")
    assert folder.messages("REV304") == [], "one follows the other"
    folder.write("c", "a")
    file = folder.home / "versions" / "m.py"
    file.write_text(
        'revision = "m"\ndown_revision = ("b", "c")\n\n\ndef upgrade():\n    pass\n\n\n'
        "def downgrade():\n    pass\n"
    )
    assert folder.messages("REV304") == [], "a merge joins the two"


def test_findings(tmp_path):
    folder = Folder(tmp_path)
    folder.write("a")
    folder.write("b", "a")
    folder.publish()
    folder.write("c", "a")
    message = "{} is one of 2 heads, along with {}: `db upgrade` does not know which comes first."
    assert folder.messages("REV304", since="published") == [("c.py", 6, message.format("c", "b"))]
    assert folder.messages("REV304") == [
        ("b.py", 6, message.format("b", "c")),
        ("c.py", 6, message.format("c", "b")),
    ]
