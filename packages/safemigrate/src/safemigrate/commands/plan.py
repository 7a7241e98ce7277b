"""`db plan`: what the pending revisions would do, found by running them on a clone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safemigrate.plan.document import document
from safemigrate.plan.plan_errors import BlockTooLong
from safemigrate.plan.planning import make_plan
from safemigrate.postgres.durations import duration_words


def plan(
    directory: str | None, revision: str, x_arg: Iterable[str], *, output: str | None = None
) -> dict[str, Any]:
    """Return a plan as its document, and write it to a file if one is named."""
    plan_document = document(make_plan(directory, revision, x_arg))
    if output:
        Path(output).write_text(json.dumps(plan_document, indent=2, ensure_ascii=False) + "\n")
    return plan_document


def refuse_long_block(plan_document: dict[str, Any], max_block: float) -> None:
    """Raise BlockTooLong if the application would be blocked longer than allowed, in seconds."""
    longest = plan_document["longest_block"]
    if longest and longest["milliseconds"] > max_block * 1000:
        where = f"{longest['revision']}, line {longest['line']}"
        predicted = duration_words(longest["milliseconds"] / 1000)
        raise BlockTooLong(predicted, duration_words(max_block), where)
