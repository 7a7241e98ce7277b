"""The two tests of a rule: where it is silent, each case with its reason, and what it prints."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from safemigrate.lint.trial import said

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
    """An upgrade(), why the rule is silent or what it says, and arguments of trial.chain()."""

    upgrade: str
    because: str
    given: dict[str, Any] = field(default_factory=dict)


def after_new(upgrade: str) -> str:
    """Return an upgrade() that makes the table `new` first."""
    return f"{NEW.strip()}\n{textwrap.dedent(upgrade).strip()}"


def case(upgrade: str, because: str, **given: Any) -> Case:
    """Return a case that comes after the shop's tables, or after others that are given."""
    return Case(upgrade, because, {"earlier": [SHOP]} | given)


def rule_tests(rule: str, *, silent: list[Case], found: list[Case]) -> tuple[Callable, Callable]:
    """Return test_silent and test_found of a rule."""
    assert len(silent) >= 3, "three cases where it is silent, at least"

    @pytest.mark.parametrize("tried", silent, ids=lambda tried: tried.because)
    def test_silent(tried: Case) -> None:
        assert said(rule, tried.upgrade, **tried.given) == [], tried.because

    @pytest.mark.parametrize("tried", found, ids=lambda tried: tried.upgrade)
    def test_found(tried: Case) -> None:
        wanted = textwrap.dedent(tried.because).strip("\n").split("\n\n")
        assert said(rule, tried.upgrade, **tried.given) == wanted

    return test_silent, test_found
