"""Plans an upgrade: runs the pending revisions on a clone, and reports what they do there.

from safemigrate import plan

document = plan.document(plan.make_plan(target="head"))
plan.check("plan.json")  # raises PlanOutdated if something has changed since
"""

from safemigrate.clone.clone_errors import PlanError
from safemigrate.plan.document import document
from safemigrate.plan.plan_errors import BlockTooLong, PlanOutdated, PlanUnreadable
from safemigrate.plan.plan_report import report
from safemigrate.plan.planning import make_plan
from safemigrate.plan.validity import check

__all__ = [
    "BlockTooLong",
    "PlanError",
    "PlanOutdated",
    "PlanUnreadable",
    "check",
    "document",
    "make_plan",
    "report",
]
