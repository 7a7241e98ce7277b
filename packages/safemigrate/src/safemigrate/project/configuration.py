"""Alembic's configuration for one command, and the folders of the `db init` templates."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import g

from safemigrate.project.alembic_config import TEMPLATES, Config
from safemigrate.project.mounted import mounted
from safemigrate.project.own_schema import without_own_schema


def templates() -> dict[str, Path]:
    """Return every template's folder by name; ours replace Flask-Migrate's of the same name."""
    spec = find_spec("flask_migrate")
    stock = Path(spec.origin).parent / "templates" if spec and spec.origin else TEMPLATES
    return {
        folder.name: folder
        for home in (stock, TEMPLATES)
        for folder in sorted(home.iterdir())
        if (folder / "README").exists()
    }


def command_config(
    directory: str, *, x_arg: str | Iterable[str] | None, opts: Iterable[str]
) -> Config:
    """Return the configuration that env.py will read."""
    config = Config(str(Path(directory) / "alembic.ini"))
    config.set_main_option("script_location", directory)
    x_args = [x_arg] if isinstance(x_arg, str) else list(x_arg or ())
    config.cmd_opts = argparse.Namespace(
        x=[*getattr(g, "x_arg", ()), *x_args], **dict.fromkeys(opts, True)
    )
    return config


@contextmanager
def configured(
    directory: str | None,
    *,
    x_arg: str | Iterable[str] | None = None,
    opts: Iterable[str] = (),
    **overrides: Any,
) -> Iterator[Config]:
    """Yield the configuration of one command.

    overrides  settings of SafeMigrate(…) that this command overrides; None overrides nothing

    env.py reads the settings from the extension, and Flask-Migrate's env.py writes there too.  So
    each command gets a copy; otherwise an upgrade() would affect what a later migrate() detects.
    """
    extension = mounted()
    settings = extension.configure_args
    changed = {name: value for name, value in overrides.items() if value is not None}
    extension.configure_args = without_own_schema(settings | changed)
    try:
        yield extension.migrate.get_config(directory, x_arg=x_arg, opts=opts)
    finally:
        extension.configure_args = settings
