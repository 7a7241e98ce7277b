"""`db merge`: a revision that joins others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.script import Script


def merge(
    directory: str | None = None,
    revisions: str | list[str] | tuple[str, ...] = "",
    message: str | None = None,
    branch_label: str | None = None,
    rev_id: str | None = None,
    *,
    splice: bool = False,
) -> Script | None:
    """Write a revision that joins others; return None if fewer than two were named."""
    from alembic import command
    from alembic.script import ScriptDirectory

    from safemigrate.project.configuration import configured
    from safemigrate.project.head_file import write_heads
    from safemigrate.project.revision_ids import id_for_new
    from safemigrate.project.same_id import refuse_same_id

    with configured(directory) as config:
        directory_scripts = ScriptDirectory.from_config(config)
        refuse_same_id(directory_scripts)
        scripts = directory_scripts.get_revisions(revisions or ())
        if len({script.revision for script in scripts if script}) < 2:
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
