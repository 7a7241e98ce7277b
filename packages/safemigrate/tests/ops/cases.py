"""Calls of each safe operation, and the plain SQL that it replaces."""

TABLES = """
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE owner (id integer PRIMARY KEY);
CREATE TABLE parcel (id integer, owner integer, area numeric, code text, name text,
                     "Odd name" text);
INSERT INTO owner SELECT n FROM generate_series(1, 20) AS n;
INSERT INTO parcel SELECT n, n % 20 + 1, n, 'c' || n, 'n' || n, 'o' || n
FROM generate_series(1, 200) AS n;
CREATE TABLE roll (id integer, year integer, owner integer, area numeric)
PARTITION BY LIST (year);
CREATE TABLE roll_2025 PARTITION OF roll FOR VALUES IN (2025);
CREATE TABLE roll_rest PARTITION OF roll DEFAULT PARTITION BY RANGE (id);
CREATE TABLE roll_low PARTITION OF roll_rest FOR VALUES FROM (0) TO (100);
CREATE TABLE roll_high PARTITION OF roll_rest FOR VALUES FROM (100) TO (1000);
INSERT INTO roll SELECT n, 2020 + n % 7, n % 20 + 1, n FROM generate_series(1, 200) AS n;
"""

# fmt: off
ALIKE = [
    # operation, plain SQL, because
    ('create_index_concurrently("ix", "parcel", ["code"])', "CREATE INDEX ix ON parcel (code)",
     "an index"),
    ('create_index_concurrently("ix", "parcel", [sa.text("lower(name)"), "Odd name"], unique=True, '
     '''where="code::text <> 'a:b%'", include=["area"], schema="public")''',
     """CREATE UNIQUE INDEX ix ON parcel (lower(name), "Odd name") INCLUDE (area)
        WHERE code::text <> 'a:b%'""",
     "an expression, a name that is quoted, a colon and a per cent sign"),
    ('create_index_concurrently("Ix", "parcel", ["area"], using="brin")',
     'CREATE INDEX "Ix" ON parcel USING brin (area)', "a method"),
    ('add_foreign_key_safely("fk", "parcel", "owner", ["owner"], ["id"])',
     "ALTER TABLE parcel ADD CONSTRAINT fk FOREIGN KEY (owner) REFERENCES owner (id)",
     "a foreign key"),
    ('add_foreign_key_safely("fk", "parcel", "owner", ["owner"], ["id"], ondelete="SET NULL", '
     'onupdate="CASCADE", deferrable=True, initially="DEFERRED", match="FULL", '
     'source_schema="public", referent_schema="public")',
     """ALTER TABLE parcel ADD CONSTRAINT fk FOREIGN KEY (owner) REFERENCES owner (id) MATCH FULL
        ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED""",
     "with all options"),
    ('add_foreign_key_safely("fk", "roll", "owner", ["owner"], ["id"])',
     "ALTER TABLE roll ADD CONSTRAINT fk FOREIGN KEY (owner) REFERENCES owner (id)",
     "a foreign key of a partitioned table"),
    ('add_check_safely("big", "parcel", "area > 0 AND code NOT LIKE \'a:%\'")',
     "ALTER TABLE parcel ADD CONSTRAINT big CHECK (area > 0 AND code NOT LIKE 'a:%')", "a check"),
    ('add_check_safely("big", "roll", "area > 0")',
     "ALTER TABLE roll ADD CONSTRAINT big CHECK (area > 0)", "a check of a partitioned table"),
    ('add_check_safely("big", "parcel", "area > 0")\n    op.replace_check_safely("big", "parcel", "area > 0 OR code = \'a:%\'")',
     "ALTER TABLE parcel ADD CONSTRAINT big CHECK (area > 0 OR code = 'a:%')", "another check of its name"),
    ('add_check_safely("big", "roll", "area > 0")\n    op.replace_check_safely("big", "roll", "area > -1", schema="public")',
     "ALTER TABLE roll ADD CONSTRAINT big CHECK (area > -1)", "another check of a partitioned table"),
    ('add_foreign_key_safely("fk", "parcel", "owner", ["owner"], ["id"])\n    op.replace_foreign_key_safely("fk", "parcel", "owner", ["owner"], ["id"], ondelete="CASCADE", deferrable=True)',
     "ALTER TABLE parcel ADD CONSTRAINT fk FOREIGN KEY (owner) REFERENCES owner (id) ON DELETE CASCADE DEFERRABLE",
     "a key that does something else"),
    ('add_foreign_key_safely("fk", "roll", "owner", ["owner"], ["id"])\n    op.replace_foreign_key_safely("fk", "roll", "owner", ["owner"], ["id"], ondelete="CASCADE")',
     "ALTER TABLE roll ADD CONSTRAINT fk FOREIGN KEY (owner) REFERENCES owner (id) ON DELETE CASCADE",
     "a foreign key of a partitioned table, replaced"),
    ('set_not_null_safely("parcel", "Odd name")',
     'ALTER TABLE parcel ALTER "Odd name" SET NOT NULL', "not null"),
    ('set_not_null_safely("owner", "id", schema="public")', "SELECT 1", "not null already"),
    ('set_not_null_safely("roll", "area")',
     "ALTER TABLE roll ALTER area SET NOT NULL", "not null in all partitions"),
    ('create_index_concurrently("ix", "parcel", [sa.text("name text_pattern_ops"), "code"], with_={"fillfactor": 70}, where="id > 1")',
     "CREATE INDEX ix ON parcel (name text_pattern_ops, code) WITH (fillfactor = 70) WHERE id > 1",
     "an operator class and a storage parameter"),
    ('add_unique_safely("u", "parcel", ["code"], include=["area"], deferrable=True, initially="DEFERRED")',
     "ALTER TABLE parcel ADD CONSTRAINT u UNIQUE (code) INCLUDE (area) DEFERRABLE INITIALLY DEFERRED",
     "a rule that is checked at the end of a transaction"),
    ('add_unique_safely("u", "parcel", ["code", "id"])',
     "ALTER TABLE parcel ADD CONSTRAINT u UNIQUE (code, id)", "a unique rule"),
    ('add_primary_key_safely("parcel_pkey", "parcel", ["id", "code"])',
     """ALTER TABLE parcel ALTER id SET NOT NULL, ALTER code SET NOT NULL;
        ALTER TABLE parcel ADD CONSTRAINT parcel_pkey PRIMARY KEY (id, code)""", "a primary key"),
    ('add_enum_value("mood", "it\'s \\\\ so-so", before="glad", schema="public")',
     r"ALTER TYPE mood ADD VALUE E'it''s \\ so-so' BEFORE 'glad'", "an enum's value, in its place"),
    ('add_enum_value("mood", "better", after="sad")',
     "ALTER TYPE mood ADD VALUE 'better' AFTER 'sad'", "after another"),
    ('add_enum_value("mood", "glad")', "SELECT 1", "an existing value"),
]
# fmt: on
