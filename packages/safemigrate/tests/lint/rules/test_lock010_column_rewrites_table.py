"""LOCK010 column-rewrites-table: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK010",
    silent=[
        case(
            'op.add_column("orders", sa.Column("a", sa.Integer(), server_default="1", nullable=False))',
            "a constant is stored once for all rows",
        ),
        case(
            'op.add_column("orders", sa.Column("at", sa.DateTime(), server_default=sa.func.now()))',
            "now() is the same for all rows",
        ),
        case(
            after_new(
                'op.add_column("new", sa.Column("b", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))'
            ),
            "a new table has no rows",
        ),
        case(
            'op.execute("ALTER TABLE orders ADD a int DEFAULT one()")',
            "a function that says it is stable",
            earlier=[
                SHOP,
                "op.execute(\"CREATE FUNCTION one() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'\")",
            ],
        ),
        case(
            'op.execute("ALTER TABLE orders ADD twice int GENERATED ALWAYS AS (number * 2) VIRTUAL")',
            "a virtual column is computed when it is read",
            pg=18,
        ),
    ],
    findings=[
        case(
            'op.add_column("orders", sa.Column("token", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))',
            """
            10
              ADD COLUMN orders.token takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while the whole table is rewritten, because gen_random_uuid() can return a different value for each row.
              help: add it empty, set its default, then fill the existing rows in batches:
                op.execute("ALTER TABLE orders ADD COLUMN token uuid")
                op.execute("ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid()")
            """,
        ),
        case(
            'op.add_column("orders", sa.Column("twice", sa.Integer(), sa.Computed("number * 2", persisted=True)))',
            """
            10
              ADD COLUMN orders.twice takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while the whole table is rewritten, because a stored generated column is computed for each row.
              help: add a plain column, keep it up to date with a trigger, and fill the existing rows in batches:
                op.execute("ALTER TABLE orders ADD COLUMN twice integer")
            """,
        ),
        case(
            'op.add_column("orders", sa.Column("twice", sa.Integer(), sa.Computed("number * 2", persisted=True)))',
            """
            10
              ADD COLUMN orders.twice takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while the whole table is rewritten, because a stored generated column is computed for each row.
              help: make it VIRTUAL, which is free:
                op.execute("ALTER TABLE orders ADD COLUMN twice integer GENERATED ALWAYS AS (…) VIRTUAL")
            """,
            pg=18,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD COLUMN place serial")',
            """
            10
              ADD COLUMN orders.place takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while the whole table is rewritten, because each row gets its own number.
              help: add it empty, set its default, then fill the existing rows in batches:
                op.execute("CREATE SEQUENCE orders_place_seq")
                op.execute("ALTER TABLE orders ADD COLUMN place integer")
                op.execute("ALTER TABLE orders ALTER COLUMN place SET DEFAULT nextval('orders_place_seq')")
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD COLUMN price positive")',
            """
            10
              ADD COLUMN orders.price takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while the whole table is rewritten, because the domain positive is checked on each row.
              help: use the domain's base type and a NOT VALID CHECK, and validate it later:
                op.execute("ALTER TABLE orders ADD COLUMN price …")
            """,
            earlier=[SHOP, 'op.execute("CREATE DOMAIN positive AS numeric CHECK (VALUE > 0)")'],
        ),
    ],
)
