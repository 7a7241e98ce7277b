"""The tables that are migrated: purchases, three indexes on them, and a tenth as many customers."""

import psycopg

CREATE = """    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(50)),
        sa.Column("seen", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="customer_pkey"),
    )
    op.create_table(
        "purchase",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20)),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("points", sa.Integer()),
        sa.Column("note", sa.String(50)),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="purchase_pkey"),
    )
    op.create_index("purchase_customer", "purchase", ["customer_id"])
    op.create_index("purchase_made", "purchase", ["made"])"""

INDEXES = """
CREATE INDEX purchase_customer ON purchase (customer_id);
CREATE INDEX purchase_made ON purchase (made);
"""
FILL = """
DROP INDEX purchase_customer, purchase_made;
INSERT INTO customer SELECT g, 'customer ' || g, now() FROM generate_series(1, {customers}) g;
INSERT INTO purchase (customer_id, number, state, amount, points, note, made)
SELECT 1 + g % {customers}, g, 'paid', g % 1000, g % 100, 'note ' || g,
       timestamptz '2024-01-01' + g * interval '3 seconds'
FROM generate_series(1, {rows}) g;
"""
# What the two tools must have left alike: each column, constraint and index, in whatever order.
# A column that was dropped softly is still there, out of sight.
SCHEMA = r"""
SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                 a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
  AND NOT a.attisdropped AND c.relname <> 'alembic_version'
  AND a.attname NOT LIKE '\_\_dropped\_%'
UNION ALL
SELECT concat_ws(' ', 'constraint', conname, pg_get_constraintdef(oid), convalidated)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT concat_ws(' ', 'trigger', tgname) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'function', proname) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
ORDER BY 1
"""


def customers_of(rows: int) -> int:
    """Return how many customers so many purchases have."""
    return max(rows // 10, 1)


def fill(url: str, rows: int) -> None:
    """Fill the empty tables, and leave nothing for autovacuum to do."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FILL.format(rows=rows, customers=customers_of(rows)))
        connection.execute(INDEXES)
        connection.execute("VACUUM (ANALYZE, FREEZE)")


def size(url: str) -> int:
    """Return the bytes of the purchases with their indexes."""
    with psycopg.connect(url) as connection:
        [(found,)] = connection.execute("SELECT pg_total_relation_size('purchase')")
        return int(found)


def schema(url: str) -> list[str]:
    """Return what a migration left, without the order of columns."""
    with psycopg.connect(url) as connection:
        return [row for (row,) in connection.execute(SCHEMA)]
