"""A small county whose levies do not fit under the $5.90 limit, or under the 1 % limit."""

from dataclasses import replace
from decimal import Decimal as D

from tests.law.washington.small_season import SEASON, changed

# A city that is not annexed takes its whole 3.60: with county 1.00, fire 1.01 and library 0.404
# the area would pay 6.014.
CROWDED = changed("limits", "CITY", highest_lawful_levy=D(9000), statutory_less=())
# At a ratio of 200 % one percent of market value is 5.00 of assessed value.
POOR = replace(SEASON, facts=replace(SEASON.facts, real_ratio=D(200), personal_ratio=D(100)))
