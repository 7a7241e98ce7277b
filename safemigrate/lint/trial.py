"""Tries a rule on a few lines of a revision, for its test.

said("LOCK001", 'op.create_index("ix_t_a", "t", ["a"])')
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from safemigrate.lint.chain import Chain, read_chain
from safemigrate.lint.check import Report, judge
from safemigrate.lint.formats.text import finding_lines
from safemigrate.lint.rules import Rule, own_rules

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


def report(
    upgrade: str,
    *,
    earlier: Sequence[str] = (),
    downgrade: str = "pass",
    header: str = "",
    together: int = 1,
    pg: int = 12,
    rule: Rule | None = None,
) -> Report:
    """Return what is found in the last of a few revisions.

    upgrade   the body of its upgrade()
    earlier   the bodies of the revisions before it
    header    lines at the top of its file, such as phase = "contract"
    together  how many of the last revisions go out together
    pg        PostgreSQL's major version
    rule      the only rule to try, or None for every rule
    """
    from alembic.script import ScriptDirectory

    bodies = [*earlier, upgrade]
    with TemporaryDirectory() as home:
        (Path(home) / "versions").mkdir()
        for number, body in enumerate(bodies, 1):
            last = number == len(bodies)
            text = REVISION.format(
                revision=f"r{number}",
                follows=f"r{number - 1}" if number > 1 else None,
                header=header if last else "",
                upgrade=_indented(body),
                downgrade=_indented(downgrade if last else "pass"),
            )
            (Path(home) / "versions" / f"r{number}.py").write_text(text)
        scripts = ScriptDirectory(home)
        judged = frozenset(f"r{len(bodies) - back}" for back in range(together))
        chain = Chain(
            read_chain(scripts, judged, together=together > 1, pg=pg),
            heads=tuple(scripts.get_heads()),
            judged=frozenset({f"r{len(bodies)}"}),
        )
        return judge(chain, {rule.id: rule} if rule else own_rules())


def said(
    rule: str,
    upgrade: str,
    *,
    earlier: Sequence[str] = (),
    downgrade: str = "pass",
    header: str = "",
    together: int = 1,
    pg: int = 12,
) -> list[str]:
    """Return the findings of one rule as they are printed, without the file; see report()."""
    found = report(
        upgrade,
        earlier=earlier,
        downgrade=downgrade,
        header=header,
        together=together,
        pg=pg,
        rule=own_rules()[rule],
    )
    return ["\n".join(finding_lines(finding, own_rules())[1:]) for finding in found.findings]


def _indented(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
