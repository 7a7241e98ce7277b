"""Something that has to be known before a levy can be computed.  "Not yet known" is never 0."""


class NotKnown(Exception):
    """A missing prerequisite; its message names it: "the amount certified by the district"."""

    def __init__(self, what: str):
        self.what = what
        super().__init__(what)
