"""The table of what soft drops have set aside, and how the names of such things begin.

revision              whose upgrade set it aside
schema_name, table_name, column_name   what it was; no column where the whole table was meant
kept_as               the column's name now, or the schema that the table lies in now
was_not_null, default_sql, rules       what was loosened, to be brought back with it; rules are a
                      list of records with table, name and definition, as SQL writes them, and
                      comment
set_aside, purged     when; purged is NULL while it can be brought back
"""

TABLE = """
CREATE TABLE IF NOT EXISTS _migrate.set_aside (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision text NOT NULL,
    schema_name text NOT NULL,
    table_name text NOT NULL,
    column_name text,
    kept_as text NOT NULL,
    was_not_null boolean NOT NULL DEFAULT false,
    default_sql text,
    rules jsonb NOT NULL DEFAULT '[]',
    set_aside timestamptz NOT NULL DEFAULT clock_timestamp(),
    purged timestamptz
);
"""
