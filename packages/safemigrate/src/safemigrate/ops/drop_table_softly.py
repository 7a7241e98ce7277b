"""Sets a table aside instead of dropping it, so that a downgrade can restore it with its rows."""

from __future__ import annotations

from alembic.operations import MigrateOperation, Operations

from safemigrate.ops.own_steps import own_steps
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
from safemigrate.postgres.partitions import partitions
from safemigrate.postgres.statements import run
from safemigrate.project.calling_revision import calling_revision
from safemigrate.project.own_schema import TRASH


@Operations.register_operation("drop_table_softly")
class DropTableSoftly(MigrateOperation):
    """op.drop_table_softly."""

    @classmethod
    def drop_table_softly(
        cls, operations: Operations, table: str, *, schema: str | None = None
    ) -> None:
        """Set a table aside, as if it were dropped, so that a downgrade can restore it.

        It moves to the schema _migrate_trash_REVISION, with its rows, indexes, sequences and
        partitions, and stays there until `db purge`.  Its foreign keys are dropped, because they
        would block deletes in the tables that they refer to, and recorded in _migrate.set_aside.
        A table that other tables refer to is rejected: drop their foreign keys first.

        First deploy code that does not use the table: the linter cannot check that here.

        Locks: ACCESS EXCLUSIVE on the table, its partitions and the tables that its foreign keys
        refer to, for a moment.

        Undone by op.restore_table in the same revision's downgrade().
        """
        revision = calling_revision()
        home, trash = literal(quoted(operations, table, schema)), literal(_trash_schema(revision))
        declare = f"""
    home regclass := {home};
    place record;
    part regclass;
    loosened jsonb;
    rule jsonb;"""
        body = f"""
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', home);
    SELECT c.relname, c.relnamespace, n.nspname, (SELECT string_agg(DISTINCT
               k.conrelid::regclass::text, ', ') FROM pg_constraint k
               WHERE k.confrelid = home AND k.contype = 'f' AND k.conparentid = 0
               AND k.conrelid <> home
               AND NOT EXISTS (SELECT FROM pg_partition_tree(home) t WHERE t.relid = k.conrelid))
           AS users
    INTO place FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = home;
    IF place.users IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = format('%s is referred to by %s', home, place.users),
            HINT = 'Drop those foreign keys first.';
    END IF;
    {drop_constraints_sql("k.contype = 'f' AND k.confrelid <> home AND k.conparentid = 0")}
    IF to_regnamespace({trash}) IS NULL THEN
        EXECUTE format('CREATE SCHEMA %I', {trash});
    END IF;
    FOR part IN SELECT home UNION SELECT t.relid FROM pg_partition_tree(home) t
        JOIN pg_class c ON c.oid = t.relid WHERE c.relnamespace = place.relnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', part, {trash});
    END LOOP;{MAKE}
    INSERT INTO _migrate.set_aside (revision, schema_name, table_name, kept_as, rules)
    VALUES ({literal(revision)}, place.nspname, place.relname, {trash}, loosened);"""  # noqa: S608 (quoted)
        with own_steps(operations):
            run(operations, block(declare, body))


@Operations.register_operation("restore_table")
class RestoreTable(MigrateOperation):
    """op.restore_table."""

    @classmethod
    def restore_table(
        cls, operations: Operations, table: str, *, schema: str | None = None
    ) -> None:
        """Restore the table that this revision's upgrade() set aside, with its rows.

        Its foreign keys are restored, too: new rows are checked at once, existing rows afterwards
        while others read and write.  With --sql, foreign keys and the partitions of a partitioned
        table are not restored.

        Locks: ACCESS EXCLUSIVE on the table, which nobody uses yet; then the locks of
        op.add_foreign_key_safely.

        Raises SetAsidePurged after `db purge`.  Undone by op.drop_table_softly.
        """
        revision = calling_revision()
        trash = _trash_schema(revision)
        with own_steps(operations):
            record = find_set_aside(operations, revision, table, None, schema)
            home = literal(schema) if schema else "current_schema()"
            for part in reversed(partitions(operations, quoted(operations, table, trash))):
                if part.schema == trash:
                    relation = quoted(operations, part.name, trash)
                    run(operations, _moved(relation, home))
            run(operations, _moved(quoted(operations, table, trash), home))
            run(operations, _without_empty(trash))
            if operations.get_context().as_sql:
                forget_by_name(operations, revision, table, None, schema)
            if record is not None:
                restore_constraints(operations, record)
                forget(operations, record)


def _trash_schema(revision: str) -> str:
    return kept_whole(f"{TRASH}_{revision}")


def _moved(relation: str, home: str) -> str:
    body = f"\n    EXECUTE format('ALTER TABLE %s SET SCHEMA %I', {literal(relation)}, {home});"
    return f"DO $safemigrate$\nBEGIN{body}\nEND $safemigrate$"


def _without_empty(trash: str) -> str:
    name = literal(trash)
    return f"""DO $safemigrate$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace({name})) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %I', {name});
    END IF;
END $safemigrate$"""
