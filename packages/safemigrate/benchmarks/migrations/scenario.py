"""A change of the schema, or of every row, in both ways."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """A change as stock Flask-Migrate writes it, and the safe way, a revision for each step.

    without     a column that the running code no longer names when ours changes the schema
    must_ask    whether our upgrade must ask before it runs stock's way on a large table
    in_the_way  whether a report of some seconds has read the table and is not at its end
    steps       what is done by ours: `flask db …`, or the new version deployed to half or all
    new         name and type of the column of points in the new version of the code
    renamed     what the column of points is called afterwards
    raised      what the change adds to the amount of every purchase
    """

    name: str
    stock: str
    safe: tuple[str, ...]
    without: str = ""
    must_ask: bool = False
    in_the_way: bool = False
    steps: tuple[str, ...] = ("upgrade",)
    new: str = "points:integer"
    renamed: str = "points"
    raised: int = 0
