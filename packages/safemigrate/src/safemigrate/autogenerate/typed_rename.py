"""A rename as typed after --rename: `person.name=full_name`, or `person=people`."""

from __future__ import annotations

from dataclasses import dataclass

from safemigrate.autogenerate.migrate_errors import NotARename


@dataclass(frozen=True)
class Rename:
    """A renamed table or column; all names but `new` are those in the database.

    column  None if the table itself is renamed
    """

    schema: str | None
    table: str
    column: str | None
    new: str

    @property
    def old(self) -> str:
        """Return the old name, as typed after --no-rename."""
        return dotted(self.schema, self.table, self.column)


def parse_rename(text: str) -> Rename:
    """Return a value of --rename, parsed.

    table.old=new, schema.table.old=new, old=new, schema.old=schema.new
    """
    old_part, _, new_part = text.partition("=")
    before, after = old_part.strip().split("."), new_part.strip().split(".")
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
    raise NotARename(text, "a rename cannot move anything to another table or schema")


def dotted(*parts: str | None) -> str:
    """Return the parts that are not empty, joined with dots."""
    return ".".join(part for part in parts if part)
