"""A series of the demo programme with all that belongs to it, through the same actions that people use."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from services.catalogue.actions.assignments import NewAssignment, add_assignment
from services.catalogue.actions.materials import GivenFile, NewMaterial, add_material
from services.catalogue.actions.offerings import NewOffering, add_offering
from services.catalogue.actions.presenters import NewPresenter, add_presenter
from services.catalogue.actions.questions import NewQuestion, add_question
from services.catalogue.actions.quotas import set_quota
from services.catalogue.actions.requirements import require
from services.catalogue.actions.series import NewSeries, create_series, publish_series
from services.catalogue.actions.sessions import NewSession, add_session, cancel_session
from services.catalogue.demo.assignments import ASSIGNMENTS, KINDS
from services.catalogue.demo.days import ZONE, day, start_of_day, working_day
from services.catalogue.demo.shape import DemoMaterial, DemoOffering, DemoPresenter, DemoSeries, DemoSession
from shared.local_time import end_of_day, to_instant
from shared.schema.catalogue import Series, SeriesPartner
from shared.web.viewer import Viewer

ACTOR = "demo"
LOADER = Viewer(ACTOR, is_administrator=True)


def add_series(db: Connection, programme: DemoSeries, organisations: dict[str, UUID], terms: Collection[UUID]) -> None:
    """Published, with its sessions, ways to register and assignments; what is cancelled is so afterwards."""
    series_id = create_series(
        db,
        ACTOR,
        NewSeries(
            title=programme.title,
            organiser_id=organisations[programme.organiser],
            language="fi",
            timezone=ZONE,
            kind=programme.kind,
            summary=programme.summary,
            description=programme.description,
            audience=programme.audience,
            credits=programme.credits,
            term_ids=terms,
            for_customers=programme.for_customers,
            is_listed_anyway=programme.for_customers,
        ),
    )
    db.execute(update(Series).where(Series.id == series_id).values(slug=programme.slug))
    for name, role in programme.partners:
        db.execute(insert(SeriesPartner).values(series_id=series_id, organisation_id=organisations[name], role=role))
    session_ids = [
        _add_session(db, series_id, session, KINDS.get(programme.slug, "meeting")) for session in programme.sessions
    ]
    offering_ids = [
        _add_offering(db, series_id, offering, session_ids, organisations) for offering in programme.offerings
    ]
    for one in ASSIGNMENTS.get(programme.slug, ()):
        offering_id = None if one.offering is None else offering_ids[one.offering]
        due = NewAssignment(one.title, one.instructions, session_ids[one.session], one.days, offering_id=offering_id)
        add_assignment(db, ACTOR, series_id, due)
    publish_series(db, ACTOR, series_id)
    for session, session_id in zip(programme.sessions, session_ids, strict=True):
        if session.is_cancelled:
            cancel_session(db, ACTOR, session_id)


def _add_session(db: Connection, series_id: UUID, session: DemoSession, kind: str) -> UUID:
    starts_at = to_instant(working_day(session.day), session.at, ZONE)
    is_remote = session.mode in ("online", "hybrid")
    session_id = add_session(
        db,
        ACTOR,
        series_id,
        NewSession(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=session.minutes),
            title=session.title,
            timezone=ZONE,
            mode=session.mode,
            kind=kind,
            description=session.description,
            join_url="https://meet.example.org/kierros-demo" if is_remote else None,
            venue=session.venue,
            rehearsal_before=30 if is_remote else None,
        ),
    )
    for presenter in session.presenters:
        new = NewPresenter(presenter.name, _address(presenter), presenter.role, presenter.title)
        add_presenter(db, ACTOR, session_id, new)
    for material in session.materials:
        _add_material(db, session_id, material)
    return session_id


def _add_material(db: Connection, session_id: UUID, material: DemoMaterial) -> None:
    new = NewMaterial(material.title, material.kind, material.audience, material.since, url=material.url)
    file = GivenFile(f"{material.kind}.txt", material.text.encode()) if material.text else None
    add_material(db, ACTOR, session_id, new, file)


def _add_offering(
    db: Connection,
    series_id: UUID,
    offering: DemoOffering,
    session_ids: Sequence[UUID],
    organisations: Mapping[str, UUID],
) -> UUID:
    covered = session_ids if offering.sessions is None else [session_ids[place] for place in offering.sessions]
    offering_id = add_offering(
        db,
        ACTOR,
        series_id,
        NewOffering(
            name=offering.name,
            session_ids=covered,
            description=offering.description,
            region=offering.region,
            opens_at=None if offering.opens is None else start_of_day(offering.opens),
            closes_at=None if offering.closes is None else end_of_day(day(offering.closes), ZONE),
            capacity=offering.capacity,
            needs_approval=offering.needs_approval,
            customer_id=organisations[offering.customer] if offering.customer else None,
        ),
    )
    for question in offering.questions:
        add_question(db, ACTOR, offering_id, NewQuestion(**vars(question)))
    if offering.requires:
        require(db, LOADER, offering_id, ids(db, offering.requires))
    for name, places in offering.quotas:
        set_quota(db, ACTOR, offering_id, organisations[name], places)
    return offering_id


def ids(db: Connection, slugs: Sequence[str]) -> list[UUID]:
    """The ids of series, in the order of their slugs."""
    found = {row.slug: row.id for row in db.execute(select(Series.slug, Series.id).where(Series.slug.in_(slugs)))}
    return [found[slug] for slug in slugs]


def _address(presenter: DemoPresenter) -> str:
    letters = str.maketrans("äöå", "aoa", " -")
    first, *rest = presenter.name.lower().split()
    return f"{first.translate(letters)}.{' '.join(rest).translate(letters)}@example.org"
