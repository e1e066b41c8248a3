"""The project that the demo's funded series belongs to: SOSRAKE, with the figures that are public."""

from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.actions.projects import ProjectFacts, Share, put_series, save_project
from shared.schema.base import new_id
from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.projects import WorkPackage

SLUG = "sosrake"


def add_project(db: Connection, actor: str) -> None:
    """The whole and one partner's share are public, though not whose it was; work packages and targets are made up."""
    series = db.execute(select(Series.id, Series.organiser_id).where(Series.slug == SLUG)).one()
    rows = db.execute(
        select(SeriesPartner.organisation_id, SeriesPartner.role)
        .where(SeriesPartner.series_id == series.id)
        .order_by(SeriesPartner.role.desc(), SeriesPartner.organisation_id)
    ).all()
    shares = iter([12_822_600])
    partners = [
        Share(row.organisation_id, row.role, next(shares, None) if row.role == "part-implementer" else None)
        for row in rows
    ]
    project_id: UUID = new_id()
    said = ProjectFacts(
        title="SOSRAKE",
        organiser_id=series.organiser_id,
        starts_on=date(2020, 5, 1),
        ends_on=date(2022, 10, 31),
        summary="Rakenteellisen sosiaalityön osaamisverkosto.",
        budget_cents=98_246_800,
        partners=[Share(series.organiser_id, "lead"), *partners],
        work_packages=["Verkosto", "Osaamiskartoitus", "Valmennukset ja työpajat"],
        indicators=[("Valmennuksiin osallistuneita ammattilaisia", 300), ("Kokeiluja omassa työssä", 60)],
    )
    save_project(db, actor, project_id, said)
    package = select(WorkPackage.id).where(WorkPackage.project_id == project_id, WorkPackage.position == 3)
    put_series(db, actor, project_id, series.id, db.scalar(package))
