"""A column is taken out of sight and kept, so that a downgrade brings it back with its values."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.ops.set_not_null_safely import not_null
from safemigrate.ops.soft_drop import (
    MAKE,
    block,
    bring_back_rules,
    forget,
    forget_printed,
    loosen,
    noted,
)
from safemigrate.postgres.names import kept_whole, literal, quoted
from safemigrate.postgres.statements import run
from safemigrate.project.calling_revision import calling_revision
from safemigrate.project.own_schema import COLUMNS

_DECLARE = """
    home regclass := {where};
    place record;
    binding text;
    loosened jsonb;
    rule jsonb;"""
# NOT NULL is a constraint with a name since PostgreSQL 18; an identity's stays.
_RULES = """k.contype::text = ANY (CASE WHEN place.obliged THEN '{c,f,n}' ELSE '{c,f}' END::text[])
      AND place.attnum = ANY (k.conkey) AND k.conparentid = 0 AND k.coninhcount = 0"""
_BODY = """
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', home);
    SELECT a.attnum, a.attnotnull AND a.attidentity = '' AS obliged, n.nspname, c.relname,
           CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS filled,
           EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = home AND k.contype = 'p'
                   AND a.attnum = ANY (k.conkey)) AS is_key,
           format_type(a.atttypid, a.atttypmod) AS type, t.typdefault AS instead
    INTO place FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = home AND a.attname = {column} AND a.attnum > 0 AND NOT a.attisdropped;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_column',
            MESSAGE = format('column %s of %s does not exist', {column}, home);
    ELSIF place.is_key THEN
        RAISE EXCEPTION USING ERRCODE = 'feature_not_supported',
            MESSAGE = format('column %s is in the primary key of %s', {column}, home),
            HINT = 'Give the table another primary key first.';
    END IF;
    SELECT string_agg(i.indexrelid::regclass::text, ', ') INTO binding FROM pg_index i
    WHERE i.indrelid = home AND i.indisunique AND CASE
        WHEN place.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
        THEN coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
        ELSE (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) AND EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
            AND d.objid = i.indexrelid AND d.refobjid = home AND d.refobjsubid = place.attnum) END;
    IF binding IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = format(
            'column %s of %s is part of what %s keeps apart, and new rows would all be alike in it',
            {column}, home, binding), HINT = 'Drop that first.';
    END IF;
    BEGIN
        IF place.instead IS NULL THEN EXECUTE format('SELECT CAST(NULL AS %s)', place.type); END IF;
    EXCEPTION WHEN not_null_violation OR check_violation THEN
        RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = format(
            'column %s of %s is of domain %s, which takes no NULL, and new rows have nothing else',
            {column}, home, place.type), HINT = 'Give the column another type first.';
    END;
    {loosen}
    IF place.obliged THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', home, {column});
    END IF;
    IF place.filled IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', home, {column});
    END IF;
    EXECUTE format('ALTER TABLE %s RENAME COLUMN %I TO %I', home, {column}, {kept});
    {make}
    INSERT INTO _migrate.set_aside (revision, schema_name, table_name, column_name, kept_as,
                                    was_not_null, default_sql, rules)
    VALUES ({revision}, place.nspname, place.relname, {column}, {kept}, place.obliged,
            place.filled, loosened);"""


@Operations.register_operation("drop_column_softly")
class DropColumnSoftly(MigrateOperation):
    """op.drop_column_softly."""

    @classmethod
    def drop_column_softly(
        cls, operations: Operations, table: str, column: str, *, schema: str | None = None
    ) -> None:
        """Take a column out of sight: code that does not know it works as if it were gone.

        It stays in the table as __dropped_REVISION_COLUMN until `db purge`.  NOT NULL, its default
        and the checks and foreign keys that it is part of are taken off, for new rows know nothing
        of it; what was taken off is noted in _migrate.set_aside.  Its indexes stay and are kept up
        to date.  Refused are a column of the primary key, and what a new row could not be written
        with: a domain that takes no NULL, and a unique index by which NULL is a value like others,
        or which has the column in an expression or its WHERE.

        Deploy code that does not use it first: the linter cannot see this statement's effect.

        Locks: ACCESS EXCLUSIVE on the table, and on what its foreign keys refer to, for a moment.

        Undone by op.restore_column in the same revision's downgrade().
        """
        values = {
            "where": literal(quoted(operations, table, schema)),
            "column": literal(column),
            "kept": literal(_kept(calling_revision(), column)),
            "revision": literal(calling_revision()),
            "make": MAKE,
            "loosen": loosen(_RULES),
        }
        with own_steps(operations):
            run(operations, block(_filled(_DECLARE, values), _filled(_BODY, values)))


@Operations.register_operation("restore_column")
class RestoreColumn(MigrateOperation):
    """op.restore_column."""

    @classmethod
    def restore_column(
        cls,
        operations: Operations,
        table: str,
        column: str,
        *,
        fill: str | None = None,
        schema: str | None = None,
    ) -> None:
        """Bring back the column that this revision's upgrade() set aside, with its values.

        fill  SQL of the value for rows that were written since, if the column was NOT NULL; its
              default where None.  Without either such rows stop the downgrade after the column is
              back, and it goes on when they have a value.

        Its default, NOT NULL, checks and foreign keys come back: for new rows at once, and old
        ones are looked through while everybody works.  With --sql only the column comes back, with
        its default and NOT NULL left off.

        Locks: ACCESS EXCLUSIVE on the table for a moment, several times; as op.set_not_null_safely
        and op.add_foreign_key_safely for the rest.

        Raises SetAsidePurged after `db purge`.  Undone by op.drop_column_softly.
        """
        revision, where = calling_revision(), quoted(operations, table, schema)
        name, kept = quoted(operations, column), quoted(operations, _kept(revision, column))
        with own_steps(operations):
            found = noted(operations, revision, table, column, schema)
            run(operations, f"ALTER TABLE {where} RENAME COLUMN {kept} TO {name}")
            if operations.get_context().as_sql:
                forget_printed(operations, revision, table, column, schema)
            if found is None:
                return
            if found.default is not None:
                run(
                    operations,
                    f"ALTER TABLE {where} ALTER COLUMN {name} SET DEFAULT {found.default}",
                )
            if found.was_not_null:
                value = fill if fill is not None else found.default
                if value is not None:
                    new = f"UPDATE {where} SET {name} = {value} WHERE {name} IS NULL"  # noqa: S608
                    run(operations, new)
                if not found.names_not_null:
                    not_null(operations, table, column, schema)
            bring_back_rules(operations, found)
            forget(operations, found)


def _kept(revision: str, column: str) -> str:
    return kept_whole(f"{COLUMNS}{revision}_{column}")


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
