"""Each private name of Alembic and SQLAlchemy that we use means what we think it means.

A test fails here first when a release changes one; the fix belongs in alembic_private.py.
"""

import pytest
import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.operations.ops import CreateUniqueConstraintOp, DropConstraintOp
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql

from safemigrate.postgres import alembic_private as private

DIALECT = postgresql.dialect()
REVISION = """
revision = {revision!r}
down_revision = {follows!r}
branch_labels = None
depends_on = {depends!r}


def upgrade():
    pass


def downgrade():
    pass
"""


@pytest.fixture
def script(tmp_path):
    """Three revisions: r1, r2 after it, and x1 that depends on r2."""
    versions = tmp_path / "versions"
    versions.mkdir()
    for revision, follows, depends in (("r1", None, None), ("r2", "r1", None), ("x1", None, "r2")):
        text = REVISION.format(revision=revision, follows=follows, depends=depends)
        (versions / f"{revision}.py").write_text(text)
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


@pytest.fixture
def connection():
    engine = sa.create_engine("sqlite://")
    with engine.connect() as open_connection:
        yield open_connection
    engine.dispose()


def test_upgrade_steps_go_from_the_heads_to_the_target(script):
    assert [step.revision.revision for step in private.upgrade_steps(script, "r2", ())] == [
        "r1",
        "r2",
    ]
    assert [step.revision.revision for step in private.upgrade_steps(script, "r2", ("r1",))] == [
        "r2"
    ]


def test_downgrade_steps_go_back_to_the_target(script):
    steps = private.downgrade_steps(script, "base", ("r2",))
    assert [step.revision.revision for step in steps] == ["r2", "r1"]


def test_version_folders_hold_the_files(script, tmp_path):
    assert private.version_folders(script) == [tmp_path / "versions"]


def test_down_revisions_leave_dependencies_out(script):
    assert private.down_revisions(script.get_revision("r2")) == ("r1",)
    assert private.down_revisions(script.get_revision("x1")) == ()


def test_all_down_revisions_have_dependencies(script):
    assert private.all_down_revisions(script.get_revision("r2")) == ("r1",)
    assert private.all_down_revisions(script.get_revision("x1")) == ("r2",)


def test_an_outer_transaction_is_seen(connection):
    assert not private.is_in_outer_transaction(MigrationContext.configure(connection))
    with connection.begin():
        assert private.is_in_outer_transaction(MigrationContext.configure(connection))


def test_a_revision_has_a_transaction_of_its_own(connection):
    context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
    with private.revision_transaction(context):
        assert connection.in_transaction()
    assert not connection.in_transaction()
    together = MigrationContext.configure(connection)
    with together.begin_transaction(), private.revision_transaction(together):
        assert connection.in_transaction()


def test_what_alembic_executes_is_heard(connection):
    context = MigrationContext.configure(connection)
    results = []

    def execute_with(execute):
        results.append(execute())
        return results[-1]

    private.listen_to_execution(context, execute_with)
    context.execute("SELECT 40 + 2")
    assert [result.scalar() for result in results] == [42]


# fmt: off
NAMES = [
    # naming convention       name       final name
    ({},                      "mine",    "mine",          "its own name"),
    ({},                      None,      None,            "no name, no convention"),
    ({"uq": "uq_%(table_name)s"}, None,  "uq_shop",       "the convention's name"),
]
# fmt: on


@pytest.mark.parametrize("convention, name, final, because", NAMES)
def test_constraint_name(convention, name, final, because):
    rule = sa.UniqueConstraint("a", name=name)
    sa.Table("shop", sa.MetaData(naming_convention=convention), sa.Column("a", sa.Integer), rule)
    assert private.constraint_name(rule, DIALECT) == final, because


def test_table_checks_have_those_of_types():
    table = sa.Table(
        "shop",
        sa.MetaData(),
        sa.Column("open", sa.Boolean(create_constraint=True, name="open_known")),
        sa.CheckConstraint("1 = 1", name="own"),
    )
    checks = {check.name: check for check in private.table_checks(table)}
    assert checks.keys() == {"open_known", "own"}
    compiler = DIALECT.ddl_compiler(DIALECT, None)
    assert private.is_made_here(checks["own"], compiler)
    assert not private.is_made_here(checks["open_known"], compiler), "PostgreSQL has booleans"


def test_type_source(connection):
    context = AutogenContext(
        MigrationContext.configure(connection),
        opts={"sqlalchemy_module_prefix": "sa.", "user_module_prefix": None},
    )
    assert private.type_source(sa.String(5), context) == "sa.String(length=5)"


def test_reverse_of_a_dropped_constraint():
    rule = sa.UniqueConstraint("a", name="one_a")
    sa.Table("shop", sa.MetaData(), sa.Column("a", sa.Integer), rule)
    restored = private.reverse_of(DropConstraintOp.from_constraint(rule))
    assert isinstance(restored, CreateUniqueConstraintOp)
    assert restored.constraint_name == "one_a"


def test_a_copied_column_belongs_to_no_table():
    table = sa.Table("shop", sa.MetaData(), sa.Column("a", sa.Numeric(12, 2), nullable=False))
    copy = private.copied_column(table.c.a)
    assert (copy.name, copy.type.scale, copy.nullable, copy.table) == ("a", 2, False, None)


def test_sequences_of_models_with_their_options():
    metadata = sa.MetaData()
    sa.Sequence("invoice", start=100, increment=10, metadata=metadata)
    (sequence,) = private.sequences(metadata)
    assert sequence.name == "invoice"
    options = private.sequence_options(sequence)
    assert (options["start"], options["increment"]) == (100, 10)


def test_a_row_count_that_is_set_is_answered(connection):
    connection.exec_driver_sql("CREATE TABLE shop (a int)")

    @sa.event.listens_for(connection.engine, "do_execute_no_params")
    @sa.event.listens_for(connection.engine, "do_execute")
    def skipped(cursor, statement, *others):
        private.set_row_count(others[-1], 7)
        return True

    assert connection.execute(sa.text("UPDATE shop SET a = 1")).rowcount == 7
