"""A rename as a person writes it: `person.name=full_name`, or `person=people`."""

from __future__ import annotations

from dataclasses import dataclass

from safemigrate.autogenerate.migrate_errors import NotARename


@dataclass(frozen=True)
class Rename:
    """A table or one of its columns; the left names are those in the database.

    column  None where the table itself gets the new name
    """

    schema: str | None
    table: str
    column: str | None
    new: str

    @property
    def old(self) -> str:
        """Return the name that goes away, as it is typed after --no-rename."""
        return dotted(self.schema, self.table, self.column)


def rename(text: str) -> Rename:
    """Return what --rename was given.

    table.old=new, schema.table.old=new, old=new, schema.old=schema.new
    """
    left, _, right = text.partition("=")
    before, after = left.strip().split("."), right.strip().split(".")
    if not all(before) or not all(after):
        raise NotARename(text, "a name is missing")
    match before, after:
        case [table], [new]:
            return Rename(None, table, None, new)
        case [table, column], [new]:
            return Rename(None, table, column, new)
        case [schema, table, column], [new]:
            return Rename(schema, table, column, new)
        case [schema, table], [other, new] if schema == other:
            return Rename(schema, table, None, new)
    raise NotARename(text, "a rename moves nothing to another table or schema")


def dotted(*parts: str | None) -> str:
    """Return the parts that there are, with dots between them."""
    return ".".join(part for part in parts if part)
