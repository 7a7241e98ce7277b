"""The README takes a project over from Flask-Migrate, and shows what the commands print.

The project is made by the stock package: its own env.py, two revisions applied, one pending.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from document_console import PATH, alike, printed, shown
from localpg.server import Server
from safemigrate.plan.plan_errors import OtherDatabase
from tiers import full

pytestmark = full

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SHOP = """\
import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_migrate import Migrate

db = SQLAlchemy()


class Customer(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    migrate = Migrate(app, db)
    return app
"""
MODELS = [
    # id of the revision, message, what the model gets
    ("3f1a9c2b7d40", "customers", ""),
    ("5b7e0d9a1c62", "email of customer", "    email = db.Column(db.String(80))\n"),
    ("9d4c6e8f0a13", "index email of customer", ", index=True"),
]
STATUS = {
    "flask db lint --since main": 3,
    "flask db upgrade --max-wait 1s": 5,
}


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def stock_project(folder: Path, url: str) -> Path:
    """Make a project with Flask-Migrate itself; its last revision is not published yet."""

    def run(command: str) -> None:
        status, text = printed(command, folder, **environment(url))
        assert status == 0, text

    folder.mkdir()
    shop = folder / "shop.py"
    shop.write_text(SHOP)
    run("flask db init")
    git(folder, "init", "--initial-branch", "main")
    for number, (revision, message, more) in enumerate(MODELS):
        text = shop.read_text()
        if more.startswith(","):
            shop.write_text(text.replace("String(80)", "String(80)" + more))
        else:
            shop.write_text(text.replace("\n\n\ndef create", f"\n{more}\n\ndef create"))
        run(f'flask db migrate --rev-id {revision} -m "{message}"')
        if number < 2:
            run("flask db upgrade")
            git(folder, "add", ".")
            git(folder, "commit", "-m", message)
    return folder


def environment(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "FLASK_APP": "shop", "PYTHONPATH": str(ROOT)}


def python_blocks() -> list[str]:
    blocks = re.findall(
        r"^( *)```python\n(.+?)^ *```$", README.read_text(), re.MULTILINE | re.DOTALL
    )
    return [
        "".join(line.removeprefix(indent) for line in block.splitlines(keepends=True))
        for indent, block in blocks
    ]


def take_over(folder: Path) -> None:
    """Change the import and the name, as the README's first block has them."""
    block = next(block for block in python_blocks() if "# was: " in block)
    assert "from safemigrate import SafeMigrate  # was: from flask_migrate import Migrate" in block
    assert "migrate = SafeMigrate(app, db)" in block
    shop = folder / "shop.py"
    text = shop.read_text()
    text = text.replace("from flask_migrate import Migrate", "from safemigrate import SafeMigrate")
    shop.write_text(text.replace("= Migrate(app, db)", "= SafeMigrate(app, db)"))


def follow_the_advice(folder: Path) -> None:
    """Write the README's upgrade and downgrade into the pending revision."""
    block = next(block for block in python_blocks() if block.startswith("def upgrade"))
    (file,) = (folder / "migrations" / "versions").glob("9d4c6e8f0a13_*.py")
    head, _, _ = file.read_text().partition("def upgrade")
    file.write_text(head + block)


@contextmanager
def a_report(url: str) -> Iterator[None]:
    """Hold the table as a long report does."""
    with psycopg.connect(url, application_name="monthly-report") as connection:
        connection.execute("LOCK TABLE customer IN SHARE UPDATE EXCLUSIVE MODE")
        yield


@pytest.fixture(scope="module")
def stock(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Return the project and the name of its database, which are only copied."""
    name = f"shop_{uuid4().hex}"
    postgres.create_database(name)
    yield stock_project(tmp_path_factory.mktemp("readme") / "shop", postgres.url(name)), name
    postgres.drop_database(name)


@pytest.fixture
def project(stock: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(stock[0], tmp_path / "shop"))


@pytest.fixture
def database(postgres: Server, stock: tuple[Path, str]) -> Iterator[str]:
    """Return the address of a copy; its name is as long as the README's, so lines break alike."""
    name = f"s{uuid4().hex[:3]}"
    postgres.create_database(name, template=stock[1])
    yield postgres.url(name)
    postgres.drop_database(name)


def test_the_readme_as_a_new_user_follows_it(project, database):
    take_over(project)
    linted = 0
    for command, output in shown(README):
        if command.startswith("flask db lint"):
            linted += 1
        if linted == 2:
            follow_the_advice(project)
        status, text = _typed(command, project, database)
        name = database.rpartition("/")[2]
        assert alike(re.sub(rf"\b{name}\b", "shop", text)) == alike(output), command
        assert status == (0 if linted == 2 and "lint" in command else STATUS.get(command, 0))
    assert linted == 2


def _typed(command: str, project: Path, database: str) -> tuple[int, str]:
    command = command.replace("$DATABASE_URL", database)
    if "--max-wait" not in command:
        return printed(command, project, **environment(database))
    with a_report(database):
        return printed(command, project, **environment(database))


@pytest.mark.parametrize("block", [b for b in python_blocks() if "env.run()" in b])
def test_the_three_lines_do_for_env_py(project, database, block):
    take_over(project)
    (project / "migrations" / "env.py").write_text(block)
    assert printed("flask db upgrade", project, **environment(database))[0] == 0
    assert printed("flask db check", project, **environment(database))[0] == 0


@pytest.fixture
def with_migrate_py(project: Path) -> Path:
    take_over(project)
    (block,) = (block for block in python_blocks() if "main(create_app)" in block)
    (project / "migrate.py").write_text(block)
    return project


def test_migrate_py_does_what_flask_does(with_migrate_py, database):
    assert printed("python migrate.py current", with_migrate_py, **environment(database)) == (
        0,
        "5b7e0d9a1c62",
    )


def test_a_variable_that_is_not_set_is_named(with_migrate_py):
    line = SHOP.splitlines().index(  # the model now has one more line
        '    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]'
    )
    set_ = {"PYTHONPATH": str(ROOT), "PATH": PATH}
    assert printed("python migrate.py current", with_migrate_py, **set_) == (
        1,
        f"Error: Environment variable DATABASE_URL is not set; shop.py, line {line + 2}, needs it. "
        "Nothing was run. Set it (export DATABASE_URL=…) and run the command again.",
    )


def test_a_plan_of_another_database_is_refused(with_migrate_py):
    status, text = printed("flask db plan", with_migrate_py, **environment("sqlite://"))
    assert (status, text) == (1, f"Error: {OtherDatabase('sqlite')}")
