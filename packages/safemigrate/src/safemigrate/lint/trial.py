"""Runs a rule on a few lines of a revision, for its test.

printed_findings("LOCK001", 'op.create_index("ix_t_a", "t", ["a"])')
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from safemigrate.lint.chain import Chain, read_chain
from safemigrate.lint.formats.text import finding_lines
from safemigrate.lint.judgment import Report, judge
from safemigrate.lint.migration import Migration
from safemigrate.lint.rules import Rule, own_rules
from safemigrate.postgres.versions import OLDEST

REVISION = """\
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = {revision!r}
down_revision = {follows!r}
{header}

def upgrade():
{upgrade}


def downgrade():
{downgrade}
"""


def chain(
    upgrade: str,
    *,
    earlier: Sequence[str] = (),
    downgrade: str = "pass",
    header: str = "",
    together: int = 1,
    pg: int = OLDEST,
) -> Chain:
    """Return a chain of a few revisions; only the last one is judged.

    upgrade   the body of its upgrade()
    earlier   the bodies of the revisions before it
    header    lines at the top of its file, such as phase = "contract"
    together  how many of the last revisions are deployed together
    pg        PostgreSQL's major version
    """
    from alembic.script import ScriptDirectory

    bodies = [*earlier, upgrade]
    with TemporaryDirectory() as home:
        (Path(home) / "versions").mkdir()
        for number, body in enumerate(bodies, 1):
            is_last = number == len(bodies)
            text = REVISION.format(
                revision=f"r{number}",
                follows=f"r{number - 1}" if number > 1 else None,
                header=header if is_last else "",
                upgrade=_indent(body),
                downgrade=_indent(downgrade if is_last else "pass"),
            )
            (Path(home) / "versions" / f"r{number}.py").write_text(text)
        scripts = ScriptDirectory(home)
        group = frozenset(f"r{len(bodies) - offset}" for offset in range(together))
        return Chain(
            read_chain(scripts, group, together=together > 1, pg=pg),
            heads=tuple(scripts.get_heads()),
            judged=frozenset({f"r{len(bodies)}"}),
        )


def migration(upgrade: str, **options: Any) -> Migration:
    """Return the last of a few revisions as rules see it; options as for chain()."""
    return chain(upgrade, **options).migrations[-1]


def report(upgrade: str, *, rule: Rule | None = None, **options: Any) -> Report:
    """Return what one rule, or every rule, finds in the last of a few revisions; see chain()."""
    return judge(chain(upgrade, **options), {rule.id: rule} if rule else own_rules())


def printed_findings(rule: str, upgrade: str, **options: Any) -> list[str]:
    """Return the findings of one rule as they are printed, without the file; see chain()."""
    findings = report(upgrade, rule=own_rules()[rule], **options).findings
    return [
        "\n".join([f"{finding.line}", *finding_lines(finding, own_rules())[1:]])
        for finding in findings
    ]


def _indent(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
