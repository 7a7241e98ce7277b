"""What the two limits across areas are called."""

from levy.kinds import Binding

SHORT = {Binding.AGGREGATE: "$5.90", Binding.ONE_PERCENT: "1 %"}
NAMES = {limit: f"{short} limit" for limit, short in SHORT.items()}
