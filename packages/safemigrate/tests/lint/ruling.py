"""The two tests of a rule: when it is silent, each case with its reason, and what it prints."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from safemigrate.lint.trial import printed_findings

SHOP = """
op.create_table(
    "users",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("email", sa.Text()),
    sa.Column("name", sa.String(50)),
    sa.Column("active", sa.Boolean(), nullable=False, server_default="true"),
)
op.create_table(
    "orders",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id", name="fk_orders_user")),
    sa.Column("state", sa.Text()),
    sa.Column("number", sa.Integer()),
    sa.Column("total", sa.Numeric(10, 2)),
)
op.create_index("ix_orders_user_id", "orders", ["user_id"])
"""

NEW = """
op.create_table(
    "new",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("a", sa.Integer()),
    sa.Column("user_id", sa.BigInteger()),
)
"""


@dataclass(frozen=True)
class Case:
    """An upgrade(), why the rule is silent or what it prints, and options of trial.chain()."""

    upgrade: str
    because: str
    options: dict[str, Any] = field(default_factory=dict)


def after_new(upgrade: str) -> str:
    """Return an upgrade() that creates the table `new` first."""
    return f"{NEW.strip()}\n{textwrap.dedent(upgrade).strip()}"


def case(upgrade: str, because: str, **options: Any) -> Case:
    """Return a case after the revision with the shop's tables, or after other `earlier` ones."""
    return Case(upgrade, because, {"earlier": [SHOP]} | options)


def rule_tests(rule: str, *, silent: list[Case], findings: list[Case]) -> tuple[Callable, ...]:
    """Return test_silent and test_findings of a rule."""
    assert len(silent) >= 3, "at least three cases in which it is silent"

    @pytest.mark.parametrize("trial", silent, ids=lambda trial: trial.because)
    def test_silent(trial: Case) -> None:
        assert printed_findings(rule, trial.upgrade, **trial.options) == [], trial.because

    @pytest.mark.parametrize("trial", findings, ids=lambda trial: trial.upgrade)
    def test_findings(trial: Case) -> None:
        expected = textwrap.dedent(trial.because).strip("\n").split("\n\n")
        assert printed_findings(rule, trial.upgrade, **trial.options) == expected

    return test_silent, test_findings
