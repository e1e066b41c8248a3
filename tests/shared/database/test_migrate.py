"""Migrations bring any database to the schema that the code declares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

import shared.schema
from shared.database import Database, full_text, migrate
from shared.database.guard import MIGRATION
from shared.schema import Base
from shared.schema.registration import StaffList
from tests.support.database import OpenDatabase

#: somebody's answer hangs on their registration, as a table made anew would notice
_ONE_ANSWERED_REGISTRATION = """
    INSERT INTO organisations (id, name, created_at) VALUES ('1', 'O', '2026-06-01');
    INSERT INTO series (id, slug, title, summary, description, audience, kind, state, language, timezone, organiser_id,
        version, created_at, changed_at)
        VALUES ('1', 's', 'S', '', '', '', 'tour', 'draft', 'fi', 'UTC', '1', 1, '2026-06-01', '2026-06-01');
    INSERT INTO offerings (id, series_id, name, description, waitlist, version, created_at, changed_at)
        VALUES ('1', '1', 'O', '', 1, 1, '2026-06-01', '2026-06-01');
    INSERT INTO people (id, email_key, email, name, language, created_at)
        VALUES ('1', 'a', 'a', 'A', 'fi', '2026-06-01');
    INSERT INTO batches (id, offering_id, if_full, actor, created_at)
        VALUES ('1', '1', 'reject', 'person', '2026-06-01');
    INSERT INTO registrations (id, offering_id, batch_id, person_id, state, queued_at, link_version, created_at,
        changed_at) VALUES ('1', '1', '1', '1', 'confirmed', '2026-06-01', 0, '2026-06-01', '2026-06-01');
    INSERT INTO answers (registration_id, question, value) VALUES ('1', 'q', 'a')
"""

_ONE_STAFF_LIST = """
    INSERT INTO staff_lists (id, series_id, actor, offering_ids, rows, created_at)
        VALUES ('00000000000000000000000000000002', '1', 'a', '[]',
        '[{"number": 2, "name": "A", "email": "a", "unit": ""},
          {"number": 5, "name": "B", "email": "b", "unit": "U", "unit_kept": true}]', '2026-06-01')
"""


def test_migrated_database_is_what_the_tables_declare(database: OpenDatabase) -> None:
    with database(MIGRATION).reading() as db:
        options = {"compare_type": True, "include_name": full_text.is_declared}
        differences = compare_metadata(MigrationContext.configure(db, opts=options), Base.metadata)
    assert differences == []


def test_migrated_database_checks_what_the_tables_declare(database: OpenDatabase) -> None:
    """Alembic doesn't look at them. A database tells them in words of its own, so it is given the declared ones too."""
    with database(MIGRATION).writing() as db:
        migrated = _checks(db, None)
        if db.dialect.name == "sqlite":
            db.execute(text("ATTACH ':memory:' AS declared"))
        else:
            db.execute(text("CREATE SCHEMA declared"))
        Base.metadata.create_all(db.execution_options(schema_translate_map={None: "declared"}))
        declared = _checks(db, "declared")
        db.rollback()
    assert len(declared) > 20
    assert migrated == declared


def _checks(db: Connection, schema: str | None) -> dict[str, str]:
    inspector = inspect(db)
    return {
        f"{table}: {check['name']}": " ".join(check["sqltext"].split())
        for table in Base.metadata.tables
        for check in inspector.get_check_constraints(table, schema)
    }


def test_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.head()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    assert migrate.migrate(database_url) is False


def test_old_schema_is_not_ready(database: OpenDatabase, database_url: str) -> None:
    owner = database(MIGRATION)
    assert migrate.is_current(owner)
    with owner.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not migrate.is_current(owner)


def test_every_constraint_has_a_name_of_ours() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if not constraint.name
    ]
    assert nameless == []


def test_services_may_write_exactly_their_own_tables_on_postgresql(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        return
    database = Database(database_url, MIGRATION)
    query = text("SELECT has_table_privilege(:role, :table, 'UPDATE'), has_table_privilege(:role, :table, 'SELECT')")
    with database.reading() as db:
        for service in ("catalogue", "registration", "notifications"):
            for table, owner in shared.schema.owners().items():
                may = db.execute(query, {"role": f"kierros_{service}", "table": table}).one()
                assert tuple(may) == (owner == service, True), f"{service} {table}"
    database.close()


def test_what_is_looked_up_most_is_found_by_one_index(database: OpenDatabase, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        return
    queries = {
        "messages WHERE session_id = 'a' AND recipient_email = 'b'": "(session_id=? AND recipient_email=?)",
        "messages WHERE series_id = 'a' AND id < 'b' ORDER BY id DESC": "(series_id=? AND id<?)",
        "inbound WHERE series_id = 'a' AND id < 'b' ORDER BY id DESC": "(series_id=? AND id<?)",
        "inbound WHERE sender = 'a'": "(sender=?)",
        "inbound WHERE attendee = 'a'": "(attendee=?)",
        "inbound WHERE received_at < 'a'": "(received_at<?)",
        "inbound GROUP BY kind": "ix_inbound_kind",
        "registrations WHERE offering_id = 'a' AND id > 'b' ORDER BY id": "(offering_id=? AND id>?)",
    }
    with database(MIGRATION).reading() as db:
        for query, expected in queries.items():
            [plan] = [str(row.detail) for row in db.execute(text(f"EXPLAIN QUERY PLAN SELECT id FROM {query}"))]
            assert expected in plan


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Database]:
    """An empty file, to be filled by an old version."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}", MIGRATION)
    yield database
    database.close()


def fill(old: Database, revision: str, *statements: str) -> None:
    """Bring it to an old version and write what that version would have written; then migrate it."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    with old.writing() as db:
        config.attributes["connection"] = db
        command.upgrade(config, revision)
        for statement in ";".join(statements).split(";"):
            db.exec_driver_sql(statement)
    assert migrate.migrate(str(old.engine.url))


def test_rows_that_are_there_outlive_a_migration(old: Database) -> None:
    fill(old, "0005", _ONE_ANSWERED_REGISTRATION)
    with old.reading() as db:
        assert db.scalar(text("SELECT count(*) FROM answers JOIN registrations ON id = registration_id")) == 1


def test_staff_lists_that_are_being_looked_over_outlive_their_new_shape(old: Database) -> None:
    fill(old, "0014", _ONE_ANSWERED_REGISTRATION, _ONE_STAFF_LIST)
    with old.reading() as db:
        assert db.scalars(select(StaffList.roster)).all() == [
            {"numbers": [2, 5], "names": ["A", "B"], "emails": ["a", "b"], "units": ["", "U"], "kept": [5]}
        ]


def test_answers_from_before_belong_to_their_sessions_series(old: Database) -> None:
    session = """INSERT INTO sessions (id, series_id, title, description, starts_at, ends_at, timezone, mode, state,
        revision, version, created_at, changed_at) VALUES ('7', '1', 'S', '', '2026-06-01', '2026-06-02', 'UTC',
        'online', 'scheduled', 0, 1, '2026-06-01', '2026-06-01')"""
    answer = """INSERT INTO inbound (id, received_at, digest, outcome, session_id, sender)
        VALUES ('8', '2026-06-01', 'd', 'applied', '7', 'a')"""
    fill(old, "0015", _ONE_ANSWERED_REGISTRATION, session, answer)
    with old.reading() as db:
        assert db.scalars(text("SELECT series_id FROM inbound")).all() == ["1"]
