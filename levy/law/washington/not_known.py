"""Something that has to be known before a levy can be computed.  "Not yet known" is never 0."""

from levy.law.worksheet import Worksheet


class NotKnown(Exception):
    """A missing prerequisite; its message names it: "the amount certified by the district".

    so_far  the worksheet as far as it is decided without it, or None
    """

    def __init__(self, what: str, so_far: Worksheet | None = None):
        self.what = what
        self.so_far = so_far
        super().__init__(what)
