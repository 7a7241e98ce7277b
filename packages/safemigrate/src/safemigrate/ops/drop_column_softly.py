"""Sets a column aside instead of dropping it, so that a downgrade can restore its values."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
from safemigrate.ops.set_not_null_safely import not_null
from safemigrate.ops.soft_drop import (
    MAKE,
    block,
    drop_constraints_sql,
    find_set_aside,
    forget,
    forget_by_name,
    restore_constraints,
)
from safemigrate.postgres.names import kept_whole, literal, quoted
from safemigrate.postgres.statements import run
from safemigrate.project.calling_revision import calling_revision
from safemigrate.project.own_schema import COLUMNS

_DECLARE = """
    home regclass := {relation};
    place record;
    binding text;
    loosened jsonb;
    rule jsonb;"""
# Since PostgreSQL 18, NOT NULL is a named constraint; an identity column keeps it.
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
            'column %s of %s is used by unique index %s, which new rows, with NULL, may violate',
            {column}, home, binding), HINT = 'Drop that index first.';
    END IF;
    BEGIN
        IF place.instead IS NULL THEN EXECUTE format('SELECT CAST(NULL AS %s)', place.type); END IF;
    EXCEPTION WHEN not_null_violation OR check_violation THEN
        RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = format(
            'column %s of %s has domain %s, which rejects NULL, and new rows would have NULL',
            {column}, home, place.type), HINT = 'Change the type of the column first.';
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
        """Set a column aside, as if it were dropped, so that a downgrade can restore it.

        It stays in the table as __dropped_REVISION_COLUMN until `db purge`.  Its NOT NULL, its
        default, and the checks and foreign keys that include it are dropped, because new rows have
        no value in it, and recorded in _migrate.set_aside.  Its indexes stay and are kept up to
        date.  A column is rejected if it is in the primary key, or if it would block new rows: its
        domain rejects NULL, or it is in a unique index with NULLS NOT DISTINCT, or in the
        expression or WHERE of a unique index.

        First deploy code that does not use the column: the linter cannot check that here.

        Locks: ACCESS EXCLUSIVE on the table, and on the tables that its foreign keys refer to, for
        a moment.

        Undone by op.restore_column in the same revision's downgrade().
        """
        values = {
            "relation": literal(quoted(operations, table, schema)),
            "column": literal(column),
            "kept": literal(_hidden_name(calling_revision(), column)),
            "revision": literal(calling_revision()),
            "make": MAKE,
            "loosen": drop_constraints_sql(_RULES),
        }
        with own_steps(operations):
            run(operations, block(_substituted(_DECLARE, values), _substituted(_BODY, values)))


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
        """Restore the column that this revision's upgrade() set aside, with its values.

        fill  SQL expression for rows written since then, if the column was NOT NULL; None means
              the column's default.  If there is neither, such rows stop the downgrade after the
              column is restored; give them a value and run the downgrade again.

        Its default, NOT NULL, checks and foreign keys are restored: new rows are checked at once,
        existing rows afterwards while others read and write.  With --sql only the column itself is
        restored, without its default and NOT NULL.

        Locks: ACCESS EXCLUSIVE on the table for a moment, several times; then the locks of
        op.set_not_null_safely and op.add_foreign_key_safely.

        Raises SetAsidePurged after `db purge`.  Undone by op.drop_column_softly.
        """
        revision, relation = calling_revision(), quoted(operations, table, schema)
        name = quoted(operations, column)
        hidden = quoted(operations, _hidden_name(revision, column))
        with own_steps(operations):
            record = find_set_aside(operations, revision, table, column, schema)
            run(operations, f"ALTER TABLE {relation} RENAME COLUMN {hidden} TO {name}")
            if operations.get_context().as_sql:
                forget_by_name(operations, revision, table, column, schema)
            if record is None:
                return
            if record.default is not None:
                run(
                    operations,
                    f"ALTER TABLE {relation} ALTER COLUMN {name} SET DEFAULT {record.default}",
                )
            if record.was_not_null:
                value = fill if fill is not None else record.default
                if value is not None:
                    new = f"UPDATE {relation} SET {name} = {value} WHERE {name} IS NULL"  # noqa: S608
                    run(operations, new)
                if not record.names_not_null:
                    not_null(operations, table, column, schema)
            restore_constraints(operations, record)
            forget(operations, record)


def _hidden_name(revision: str, column: str) -> str:
    return kept_whole(f"{COLUMNS}{revision}_{column}")


def _substituted(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
