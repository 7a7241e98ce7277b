"""Commands that write files in the migration folder.

Alembic is imported inside the functions: an application that imports them need not wait for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.script import Script

Scripts = list["Script"]


def list_templates() -> None:
    """Print the templates that `init` knows."""
    from safemigrate.project.alembic_config import Config
    from safemigrate.project.configuration import templates

    config = Config()
    config.print_stdout("Available templates:\n")
    for name, folder in sorted(templates().items()):
        synopsis = (folder / "README").read_text().splitlines()[0].strip()
        config.print_stdout("%s - %s", name, synopsis)


def init(
    directory: str | None = None,
    multidb: bool = False,
    template: str | None = None,
    package: bool = False,
) -> None:
    """Create the migration folder from a template, by name or by path."""
    from alembic import command

    from safemigrate.project.alembic_config import Config
    from safemigrate.project.configuration import templates
    from safemigrate.project.mounted import mounted

    directory = str(directory or mounted().directory)
    template = template or ("flask-multidb" if multidb else "flask")
    home: str | None = None
    if "/" in template or "\\" in template:
        home, template = os.path.split(template)
    elif template in templates():
        home = str(templates()[template].parent)
    config = Config(str(Path(directory) / "alembic.ini"), template_directory=home)
    config.set_main_option("script_location", directory)
    config = mounted().migrate.call_configure_callbacks(config)
    command.init(config, directory, template=template, package=package)


def revision(
    directory: str | None = None,
    message: str | None = None,
    autogenerate: bool = False,
    sql: bool = False,
    head: str = "head",
    splice: bool = False,
    branch_label: str | None = None,
    version_path: str | None = None,
    rev_id: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    depends_on: Sequence[str] | None = None,
    compare_type: bool | None = None,
    compare_server_default: bool | None = None,
    rename: Sequence[str] = (),
    no_rename: Sequence[str] = (),
    at_once: bool = False,
) -> Scripts:
    """Write a revision file; return the files written: none where autogenerate found nothing.

    rename     names that changed since the database was made: "person.name=full_name"
    no_rename  what is to be dropped although something like it came: "person.name"
    at_once    a changed type or name of a column is one statement, also where programs feel it
    """
    from alembic import command

    from safemigrate.autogenerate.declare import declare
    from safemigrate.autogenerate.directives import SafeDirectives
    from safemigrate.autogenerate.plugin import settings, told
    from safemigrate.project.configuration import configured
    from safemigrate.project.head_file import write_heads
    from safemigrate.project.mounted import mounted
    from safemigrate.project.revision_ids import id_for_new

    ours = settings(mounted().configure_args) | told(rename, no_rename) if autogenerate else {}
    if compare_server_default is not None:
        ours["compare_server_default"] = compare_server_default
    safely = SafeDirectives(at_once=at_once)
    with configured(
        directory,
        x_arg=x_arg,
        opts=["autogenerate"] if autogenerate else [],
        compare_type=compare_type,
        **ours,
    ) as config:
        written = command.revision(
            config,
            message,
            autogenerate=autogenerate,
            sql=sql,
            head=head,
            splice=splice,
            branch_label=branch_label,
            version_path=version_path,
            rev_id=rev_id or id_for_new(config),
            depends_on=list(depends_on) if depends_on else None,  # type: ignore[arg-type]
            process_revision_directives=safely if autogenerate else None,
        )
        write_heads(config)
    files = written if isinstance(written, list) else [written]
    scripts = [script for script in files if script is not None]
    for script in scripts:
        if script.revision in safely.written:
            declare(Path(script.path), *safely.written[script.revision])
    return scripts


def migrate(
    directory: str | None = None,
    message: str | None = None,
    sql: bool = False,
    head: str = "head",
    splice: bool = False,
    branch_label: str | None = None,
    version_path: str | None = None,
    rev_id: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    depends_on: Sequence[str] | None = None,
    compare_type: bool | None = None,
    compare_server_default: bool | None = None,
    rename: Sequence[str] = (),
    no_rename: Sequence[str] = (),
    at_once: bool = False,
) -> Scripts:
    """Write a revision file from the difference between the models and the database."""
    return revision(
        directory,
        message,
        True,
        sql,
        head,
        splice,
        branch_label,
        version_path,
        rev_id,
        x_arg,
        depends_on=depends_on,
        compare_type=compare_type,
        compare_server_default=compare_server_default,
        rename=rename,
        no_rename=no_rename,
        at_once=at_once,
    )


def edit(directory: str | None = None, revision: str = "current") -> None:
    """Open a revision file in the editor that EDITOR names."""
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.edit(config, revision)


def merge(
    directory: str | None = None,
    revisions: str | list[str] | tuple[str, ...] = "",
    message: str | None = None,
    branch_label: str | None = None,
    rev_id: str | None = None,
    *,
    splice: bool = False,
) -> Script | None:
    """Write a revision that joins others; return None where fewer than two were named."""
    from alembic import command
    from alembic.script import ScriptDirectory

    from safemigrate.project.configuration import configured
    from safemigrate.project.head_file import write_heads
    from safemigrate.project.revision_ids import id_for_new
    from safemigrate.project.same_id import refuse_same_id

    with configured(directory) as config:
        there = ScriptDirectory.from_config(config)
        refuse_same_id(there)
        named = there.get_revisions(revisions or ())
        if len({script.revision for script in named if script}) < 2:
            return None
        merged = command.merge(
            config,
            revisions,
            message=message,
            branch_label=branch_label,
            rev_id=rev_id or id_for_new(config),
            splice=splice,
        )
        write_heads(config)
        return merged
