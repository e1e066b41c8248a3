"""The demo programme: complete, once, and dated around today."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import String, func, select

from services.catalogue.demo.programmes import PROGRAMMES
from services.registration.demo import COMPLETERS, EMPLOYER
from services.registration.demo.comers import COMERS, GIVEN_UP, HELD, REQUESTS
from shared import clock
from shared.command import demo
from shared.database import Database
from shared.schema.accounts import Account, Membership
from shared.schema.base import Base
from shared.schema.catalogue import Offering, OfferingQuota, Series, Session
from shared.schema.completions import Award
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation, Unit
from shared.schema.paths import PathStage, PathStageSeries
from shared.schema.projects import Project, ProjectSeries
from shared.schema.registration import Hold, Registration, Seats
from shared.schema.terms import SeriesTerm
from shared.settings import Settings
from tests.support.database import SECRET_KEY

#: columns that hold somebody's address
ADDRESSES = {"email", "email_key", "contact_email", "reply_to", "recipient_email", "sender"}


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Loaded once for all who only look: it takes seconds, and holds the same on either database."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, folder / "kierros.db")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'kierros.db'}", mail_url=f"maildir:{folder}", secret_key=SECRET_KEY
    )
    assert demo.load(settings) is True
    with closing(Database(settings.database_url, "catalogue")) as database:
        yield database


def test_demo_is_loaded_once(settings: Settings) -> None:
    assert [demo.load(settings), demo.load(settings)] == [True, False]
    with closing(Database(settings.database_url, "catalogue")) as database, database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == sum(COMERS.values())


def test_history_of_a_demo_series_is_one_save(loaded: Database) -> None:
    with loaded.reading() as db:
        assert set(db.scalars(select(JournalLine.request_id).where(JournalLine.series_id.is_not(None)))) == {"demo"}


def test_demo_holds_series_while_their_projects_run(loaded: Database) -> None:
    with loaded.reading() as db:
        rows = db.execute(
            select(Project.starts_on, Project.ends_on, func.min(Session.starts_at), func.max(Session.ends_at))
            .join(ProjectSeries, ProjectSeries.project_id == Project.id)
            .join(Session, Session.series_id == ProjectSeries.series_id)
            .group_by(Project.id, Project.starts_on, Project.ends_on)
        ).all()
        over = db.scalars(select(Project.title).where(Project.ends_on == date(2022, 10, 31))).all()
    assert [begins <= first.date() and last.date() <= ends for begins, ends, first, last in rows] == [True]
    assert over == ["SOSRAKE"]


def test_demo_has_a_shared_draft_a_template_and_terms(loaded: Database) -> None:
    with loaded.reading() as db:
        drafts = db.execute(
            select(Series.id, Series.is_template, Series.is_shared).where(Series.state == "draft")
        ).all()
        published = db.scalars(select(Series.id).where(Series.state == "published")).all()
        found_by = set(db.scalars(select(SeriesTerm.series_id)))
    assert sorted((row.is_template, row.is_shared) for row in drafts) == [(False, True), (True, False)]
    assert found_by >= {*published, *(row.id for row in drafts)}


def test_demo_shows_every_kind_of_moment(loaded: Database) -> None:
    now = clock.now()
    with loaded.reading() as db:
        assert db.scalar(select(func.count()).where(Series.state == "published")) == len(PROGRAMMES)
        assert db.scalar(select(func.count()).where(Session.ends_at < now))
        assert db.scalar(select(func.count()).where(Session.state == "cancelled"))
        offerings = db.execute(
            select(Offering.closes_at, Offering.capacity, Seats.taken, Seats.waiting).outerjoin(Seats)
        ).all()
    days = [(row.closes_at - now).days for row in offerings]
    assert any(day < 0 for day in days), "one has closed"
    assert any(0 <= day < 7 for day in days), "one closes in days"
    assert any(
        day > 7 and (row.taken or 0) < (row.capacity or 10_000) for day, row in zip(days, offerings, strict=True)
    )
    assert any(row.taken == row.capacity and row.waiting for row in offerings), "one is full, with people waiting"


def test_demo_has_an_employer_with_people(loaded: Database) -> None:
    with loaded.reading() as db:
        found = (
            select(func.count())
            .select_from(Registration)
            .join(Organisation, Organisation.id == Registration.organisation_id)
            .where(Organisation.name == EMPLOYER, Registration.unit.is_not(None))
        )
        assert (db.scalar(found) or 0) > 10


def test_demos_employer_has_a_contact_and_units(loaded: Database) -> None:
    with loaded.reading() as db:
        contact = db.execute(
            select(Account.email, Membership.role, Organisation.name)
            .join(Membership, Membership.account_id == Account.id)
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(Membership.role == "contact")
        ).one()
        named = set(db.scalars(select(Registration.unit).where(Registration.organisation_id.is_not(None))))
        units = set(db.scalars(select(Unit.name)))
    assert tuple(contact) == ("sirpa.salmela@example.org", "contact", EMPLOYER)
    assert named == units


def test_demos_employer_is_near_one_of_its_quotas(loaded: Database) -> None:
    theirs = (
        select(func.count())
        .where(
            Registration.offering_id == OfferingQuota.offering_id,
            Registration.organisation_id == OfferingQuota.organisation_id,
            Registration.state == "confirmed",
        )
        .scalar_subquery()
    )
    found = select(OfferingQuota.places - theirs).join(Organisation, Organisation.id == OfferingQuota.organisation_id)
    found = found.join(Offering, Offering.id == OfferingQuota.offering_id)
    found = found.join(Series, Series.id == Offering.series_id).where(Series.state == "published")
    with loaded.reading() as db:
        [left] = db.scalars(found.where(Organisation.name == EMPLOYER)).all()
        others = db.scalars(found.where(Organisation.name != EMPLOYER)).all()
    assert 0 < left < 4
    assert others
    assert all(places > left for places in others)


def test_demo_has_requests_held_places_and_somebody_who_moved_up(loaded: Database) -> None:
    in_state = select(Series.slug, Offering.name, func.count()).join(Series, Series.id == Offering.series_id)
    in_state = in_state.join(Registration, Registration.offering_id == Offering.id).group_by(Series.slug, Offering.name)
    with loaded.reading() as db:
        asking = db.execute(in_state.where(Registration.awaits_approval, Offering.needs_approval)).all()
        gave_up = db.execute(in_state.where(Registration.state == "cancelled")).all()
        holds = db.execute(select(Hold.label, Hold.places)).all()
        held = db.scalar(select(func.sum(Seats.held)))
        moved_up = db.execute(
            select(Registration.state, JournalLine.actor)
            .join(JournalLine, JournalLine.subject_id == Registration.id)
            .where(JournalLine.kind == "registration.promoted")
        ).all()
    assert {(row[0], row[1]): row[2] for row in asking} == REQUESTS
    assert [(row[0], row[1]) for row in gave_up] == [GIVEN_UP]
    assert [tuple(row) for row in holds] == list(HELD.values())
    assert held == sum(places for _group, places in HELD.values())
    # as the demo, whose people no real mail server hears of
    assert [tuple(row) for row in moved_up] == [("confirmed", "demo")]


def test_demo_half_loaded_is_completed(settings: Settings) -> None:
    from services.catalogue import demo as catalogue_part

    assert catalogue_part.load(settings) is True
    assert demo.load(settings) is True
    database = Database(settings.database_url, "catalogue")
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == sum(COMERS.values())
    database.close()


def test_demos_academy_is_a_path_whose_first_stage_many_have_completed(loaded: Database) -> None:
    with loaded.reading() as db:
        rules = db.scalars(select(PathStage.rule).order_by(PathStage.position)).all()
        branches = db.scalar(select(func.count()).select_from(PathStageSeries))
        completed = db.scalar(select(func.count()).select_from(Award))
        requiring = db.scalar(select(func.count()).where(Offering.has_requirements))
    assert (rules, branches, completed, requiring) == (["all", "one", "some"], 1 + 5 + 2, COMPLETERS, 5 + 2)


def test_demo_writes_to_nobody(loaded: Database) -> None:
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.name in ADDRESSES
    ]
    with loaded.reading() as db:
        found = {address for column in columns for address in db.scalars(select(column).where(column.is_not(None)))}
    assert len(found) > 20
    assert [address for address in found if not address.endswith(("@example.org", "@example.com"))] == []
