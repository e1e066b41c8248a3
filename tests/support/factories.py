"""Rows that tests begin with, written with plain SQL past the services: `given.series()`, `given.offering(series)` …

Each method needs only what the test is about; the rest is made up around `NOON`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, literal, select, update

from shared.database import Database
from shared.schema.accounts import Account, ApiKey, Membership
from shared.schema.assignments import Assignment
from shared.schema.base import Base, Instant, new_id
from shared.schema.catalogue import Offering, OfferingQuota, OfferingSession, Presenter, Series, Session
from shared.schema.handovers import SeriesHandover
from shared.schema.organisations import Organisation, OrganisationDomain, Unit
from shared.schema.paths import OfferingRequirement
from shared.schema.projects import Project, ProjectIndicator, ProjectPartner, ProjectSeries, WorkPackage
from shared.schema.questions import Question
from shared.schema.terms import SeriesTerm, Term
from shared.secrets import plain_hash
from shared.web.viewer import API_KEY_PREFIX

#: the present of tests that hold the clock still
NOON = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """Writes rows as the migration does, each in a transaction of its own; gives their ids."""

    database: Database

    def row(self, table: type[Base], **values: Any) -> UUID:
        """Any row of any table that has an `id`."""
        values.setdefault("id", new_id())
        with self.database.writing() as db:
            db.execute(insert(table).values(**values))
        return UUID(str(values["id"]))

    def row_without_id(self, table: type[Base], **values: Any) -> None:
        """A row of a table whose key is made of others' keys."""
        with self.database.writing() as db:
            db.execute(insert(table).values(**values))

    def organisation(self, name: str = "Sospro Oy", **more: Any) -> UUID:
        """An organisation."""
        return self.row(Organisation, name=name, created_at=NOON, **more)

    def domain(self, organisation_id: UUID, domain: str) -> None:
        """A mail domain by which an organisation's people are recognised."""
        with self.database.writing() as db:
            db.execute(insert(OrganisationDomain).values(domain=domain, organisation_id=organisation_id))

    def quota(self, offering_id: UUID, organisation_id: UUID, places: int) -> None:
        """How many places of an offering an organisation's people may take at most."""
        row = {"offering_id": offering_id, "organisation_id": organisation_id, "places": places}
        with self.database.writing() as db:
            db.execute(insert(OfferingQuota).values(row))
            db.execute(update(Offering).where(Offering.id == offering_id).values(has_quotas=True))

    def unit(self, organisation_id: UUID, name: str, **more: Any) -> UUID:
        """A part of an organisation."""
        return self.row(Unit, organisation_id=organisation_id, name=name, **more)

    def series(self, organiser_id: UUID | None = None, **more: Any) -> UUID:
        """A published series of an organisation; `state="draft"` for one that is not."""
        series_id = new_id()
        values = {
            "id": series_id,
            "slug": f"series-{series_id.hex[-12:]}",
            "title": "Tutustumiskierros sote-alan ratkaisuihin",
            "kind": "tour",
            "state": "published",
            "language": "fi",
            "timezone": "Europe/Helsinki",
            "published_at": NOON - timedelta(days=30),
            "created_at": NOON - timedelta(days=40),
            "changed_at": NOON - timedelta(days=30),
        }
        values |= {"organiser_id": organiser_id or self.organisation(), **more}
        return self.row(Series, **values)

    def session(self, series_id: UUID, starts_at: datetime | None = None, **more: Any) -> UUID:
        """A session of two hours, in a week unless said otherwise."""
        starts_at = starts_at or NOON + timedelta(days=7)
        values = {
            "series_id": series_id,
            "title": "Nepsy arjessa",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "timezone": "Europe/Helsinki",
            "mode": "online",
            "join_url": "https://meet.example.org/nepsy",
            "created_at": NOON - timedelta(days=40),
            "changed_at": NOON - timedelta(days=40),
        }
        made = self.row(Session, **{**values, **more})
        last = select(func.max(Session.ends_at)).where(Session.series_id == series_id, Session.state == "scheduled")
        with self.database.writing() as db:
            over_at = func.coalesce(last.scalar_subquery(), literal(NOON, Instant()))
            db.execute(update(Series).where(Series.id == series_id).values(over_at=over_at))
        return made

    def presenter(self, session_id: UUID, email: str = "esittelija@example.org", **more: Any) -> UUID:
        """A presenter of a session."""
        return self.row(Presenter, **{"session_id": session_id, "email": email, "name": "Aino Esittelijä", **more})

    def offering(self, series_id: UUID, session_ids: Sequence[UUID] = (), **more: Any) -> UUID:
        """An open offering without a limit that covers these sessions, or a new one when none is named."""
        offering_id = self.row(
            Offering,
            **{
                "series_id": series_id,
                "name": "Koko kierros",
                "created_at": NOON - timedelta(days=40),
                "changed_at": NOON - timedelta(days=40),
                **more,
            },
        )
        covered = session_ids or [self.session(series_id)]
        with self.database.writing() as db:
            db.execute(insert(OfferingSession), [{"offering_id": offering_id, "session_id": one} for one in covered])
        return offering_id

    def handover(self, series_id: UUID, organisation_id: UUID) -> UUID:
        """That an organisation is asked to lead a series."""
        asked = {"actor": "x", "asked_at": NOON, "note": "Kiitos", "keeps_role": "partner"}
        return self.row(SeriesHandover, series_id=series_id, organisation_id=organisation_id, **asked)

    def project(self, organisation_id: UUID, series_id: UUID) -> None:
        """A project that an organisation leads and pays for, of the same id, with a series in its only work package."""
        days = {"starts_on": NOON.date(), "ends_on": NOON.date(), "created_at": NOON, "changed_at": NOON}
        said = {"title": "SOSRAKE", "reference": "S21990", "summary": "Verkosto", "budget_cents": 98_246_800}
        project_id = self.row(Project, id=organisation_id, organiser_id=organisation_id, **days, **said)
        share = {"organisation_id": organisation_id, "role": "lead", "budget_cents": 12_822_600}
        self.row_without_id(ProjectPartner, project_id=project_id, **share)
        funder = {"organisation_id": self.organisation("ESR"), "role": "funder"}
        self.row_without_id(ProjectPartner, project_id=project_id, **funder)
        package = self.row(WorkPackage, project_id=project_id, position=1, name="Valmennukset")
        self.row(ProjectIndicator, project_id=project_id, position=1, name="Asiakkaita", target=180)
        inside = {"series_id": series_id, "work_package_id": package}
        self.row_without_id(ProjectSeries, project_id=project_id, **inside)

    def term(self, name: str, *series_ids: UUID, kind: str = "topic", **more: Any) -> UUID:
        """A theme, or a target group, that these series have; its key is its name in small letters."""
        names = {"key": name.lower(), "name_fi": name, "name_sv": "", "name_en": "", **more}
        term_id = self.row(Term, kind=kind, created_at=NOON, **names)
        for series_id in series_ids:
            self.row_without_id(SeriesTerm, series_id=series_id, term_id=term_id)
        return term_id

    def requirement(self, offering_id: UUID, series_id: UUID) -> None:
        """That an offering requires an earlier series completed."""
        with self.database.writing() as db:
            db.execute(insert(OfferingRequirement).values(offering_id=offering_id, series_id=series_id))
            db.execute(update(Offering).where(Offering.id == offering_id).values(has_requirements=True))

    def question(self, offering_id: UUID, key: str, **more: Any) -> UUID:
        """A question of an offering, to be answered in one's own words unless said otherwise."""
        with self.database.reading() as db:
            count = db.scalar(select(func.count()).where(Question.offering_id == offering_id)) or 0
        values = {"offering_id": offering_id, "key": key, "label": key.title(), "kind": "text", "position": count + 1}
        return self.row(Question, **{**values, "created_at": NOON, **more})

    def assignment(self, series_id: UUID, session_id: UUID | None = None, **more: Any) -> UUID:
        """A preliminary assignment, due a week before its session, or in three days when none is named."""
        due = {"days_before": 7} if session_id else {"due_at": NOON + timedelta(days=3)}
        values = {"series_id": series_id, "session_id": session_id, "title": "Ennakkotehtävä", "remind_days": 3, **due}
        return self.row(Assignment, **{**values, "created_at": NOON, "changed_at": NOON, **more})

    def account(self, email: str, **more: Any) -> UUID:
        """A person who may sign in."""
        return self.row(Account, **{"email": email, "created_at": NOON, **more})

    def member(self, account_id: UUID, organisation_id: UUID, role: str = "organiser") -> None:
        """What an account may do in an organisation."""
        self.row(Membership, account_id=account_id, organisation_id=organisation_id, role=role)

    def api_key(self, role: str = "administrator", organisation_id: UUID | None = None) -> str:
        """A key for programs: gives the key itself, to show as `Authorization: Bearer KEY`."""
        key = f"{API_KEY_PREFIX}{new_id().hex}"
        self.row(
            ApiKey, name=role, role=role, organisation_id=organisation_id, key_hash=plain_hash(key), created_at=NOON
        )
        return key
