"""LOCK008 key-builds-index: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK008",
    silent=[
        case(
            'op.execute("ALTER TABLE users ADD CONSTRAINT uq UNIQUE USING INDEX uq")',
            "the index already exists",
            earlier=[SHOP, 'op.execute("CREATE UNIQUE INDEX CONCURRENTLY uq ON users (email)")'],
        ),
        case(
            after_new('op.create_unique_constraint("uq", "new", ["a"])'),
            "no rows to index",
        ),
        case(
            'op.create_check_constraint("ck", "orders", "total >= 0")',
            "a CHECK has a rule of its own",
        ),
    ],
    findings=[
        case(
            'op.create_unique_constraint("uq_users_email", "users", ["email"])',
            """
            10
              ADD UNIQUE uq_users_email takes ACCESS EXCLUSIVE on users: nobody can read or write users while its index is built.
              help: build the index concurrently, and turn it into the constraint in the next revision:
                with op.get_context().autocommit_block():
                    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)
                # next revision
                op.execute("ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE USING INDEX uq_users_email")
            """,
        ),
        case(
            'op.create_primary_key("orders_pkey", "orders", ["number"])',
            """
            10
              ADD PRIMARY KEY orders_pkey takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while its index is built.
              help: build the index concurrently, and turn it into the constraint in the next revision:
                with op.get_context().autocommit_block():
                    op.create_index("orders_pkey", "orders", ["number"], unique=True, postgresql_concurrently=True)
                # next revision
                op.execute("ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey")
            """,
        ),
        case(
            'op.execute("ALTER TABLE users ADD CONSTRAINT pk PRIMARY KEY USING INDEX uq")',
            """
            10
              ADD PRIMARY KEY pk takes ACCESS EXCLUSIVE on users: nobody can read or write users while every row is checked, because its columns may hold NULL.
              help: first make the columns NOT NULL, as LOCK007 explains.
            """,
            earlier=[SHOP, 'op.execute("CREATE UNIQUE INDEX uq ON users (email)")'],
        ),
    ],
)
