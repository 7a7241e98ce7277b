"""`db revision`: writes a revision file, empty or filled by autogenerate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.script import Script


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
) -> list[Script]:
    """Write a revision file; return the files written, none if autogenerate found nothing.

    rename     renamed columns and tables: "person.name=full_name"
    no_rename  what is dropped, not renamed, although something similar is new: "person.name"
    at_once    change a column's type or name in one statement, even if running code notices
    """
    from alembic import command

    from safemigrate.autogenerate.alembic_hooks import rename_settings, settings
    from safemigrate.autogenerate.declare import declare
    from safemigrate.autogenerate.directives import SafeDirectives
    from safemigrate.project.configuration import configured
    from safemigrate.project.head_file import write_heads
    from safemigrate.project.mounted import mounted
    from safemigrate.project.revision_ids import id_for_new

    options = (
        settings(mounted().configure_args) | rename_settings(rename, no_rename)
        if autogenerate
        else {}
    )
    if compare_server_default is not None:
        options["compare_server_default"] = compare_server_default
    safely = SafeDirectives(at_once=at_once)
    with configured(
        directory,
        x_arg=x_arg,
        opts=["autogenerate"] if autogenerate else [],
        compare_type=compare_type,
        **options,
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
        if script.revision in safely.revisions:
            declare(Path(script.path), *safely.revisions[script.revision])
    return scripts
