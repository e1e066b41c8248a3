"""The demo's projects: SOSRAKE, over since 2022, with the figures that are public, and one that runs."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.actions.projects import ProjectFacts, Share, put_series, save_project
from shared import clock
from shared.schema.base import new_id
from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.projects import WorkPackage

SLUG = "sosrake"
#: how long the project has gone on that is not over
_BEGUN, _LASTS = timedelta(days=200), timedelta(days=900)


def add_projects(db: Connection, actor: str) -> None:
    """Of SOSRAKE the whole and one partner's share are public, though not whose it was; work packages and targets are
    made up, and so is the project that goes on, to which the series belongs that is held now."""
    series = db.execute(select(Series.id, Series.organiser_id).where(Series.slug == SLUG)).one()
    partners = [(series.organiser_id, "lead"), *_partners(db, series.id)]
    shares = iter([12_822_600])
    past = ProjectFacts(
        title="SOSRAKE",
        organiser_id=series.organiser_id,
        starts_on=date(2020, 5, 1),
        ends_on=date(2022, 10, 31),
        summary="Rakenteellisen sosiaalityön osaamisverkosto.",
        budget_cents=98_246_800,
        partners=[
            Share(one, role, next(shares, None) if role == "part-implementer" else None) for one, role in partners
        ],
        work_packages=["Verkosto", "Osaamiskartoitus", "Valmennukset ja työpajat"],
        indicators=[("Valmennuksiin osallistuneita ammattilaisia", 300), ("Kokeiluja omassa työssä", 60)],
    )
    save_project(db, actor, new_id(), past)
    begun = (clock.now() - _BEGUN).date().replace(day=1)
    running = ProjectFacts(
        title="Osaamisverkoston jatko",
        organiser_id=series.organiser_id,
        starts_on=begun,
        ends_on=begun + _LASTS,
        summary="SOSRAKE-verkosto jatkaa valmennuksia ja työpajoja.",
        partners=[Share(one, role, None) for one, role in partners],
        work_packages=["Valmennukset ja työpajat", "Juurruttaminen"],
        indicators=[("Valmennuksiin osallistuneita ammattilaisia", 120), ("Kokeiluja omassa työssä", 25)],
    )
    project_id: UUID = new_id()
    save_project(db, actor, project_id, running)
    package = select(WorkPackage.id).where(WorkPackage.project_id == project_id, WorkPackage.position == 1)
    put_series(db, actor, project_id, series.id, db.scalar(package))


def _partners(db: Connection, series_id: UUID) -> Sequence[tuple[UUID, str]]:
    rows = db.execute(
        select(SeriesPartner.organisation_id, SeriesPartner.role)
        .where(SeriesPartner.series_id == series_id)
        .order_by(SeriesPartner.role.desc(), SeriesPartner.organisation_id)
    )
    return [(row.organisation_id, row.role) for row in rows]
