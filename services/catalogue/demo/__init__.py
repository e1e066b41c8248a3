"""The demo programme's part in the catalogue. Loaded once, through the same actions that people use."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from services.catalogue.actions.accounts import add_membership, find_or_create_account, make_administrator
from services.catalogue.actions.assignments import NewAssignment, add_assignment
from services.catalogue.actions.looks import change_look, taken
from services.catalogue.actions.materials import GivenFile, NewMaterial, add_material
from services.catalogue.actions.offerings import NewOffering, add_offering
from services.catalogue.actions.organisations import NewOrganisation, create_organisation
from services.catalogue.actions.paths import NewPath, StageFacts, create_path, publish_path, set_stages
from services.catalogue.actions.presenters import NewPresenter, add_presenter
from services.catalogue.actions.questions import NewQuestion, add_question
from services.catalogue.actions.quotas import set_quota
from services.catalogue.actions.requirements import require
from services.catalogue.actions.series import NewSeries, create_series, publish_series
from services.catalogue.actions.sessions import NewSession, add_session, cancel_session
from services.catalogue.actions.sign_in import issue_link
from services.catalogue.demo import looks
from services.catalogue.demo.academy import PATH
from services.catalogue.demo.assignments import ASSIGNMENTS, KINDS
from services.catalogue.demo.drafts import add_drafts
from services.catalogue.demo.programmes import ORGANISATIONS, ORGANISERS, PROGRAMMES
from services.catalogue.demo.project import add_projects
from services.catalogue.demo.shape import DemoMaterial, DemoOffering, DemoPath, DemoPresenter, DemoSeries, DemoSession
from services.catalogue.demo.terms import Terms
from shared import clock
from shared.database import Database
from shared.local_time import end_of_day, to_instant
from shared.schema.accounts import Account
from shared.schema.base import new_id
from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.organisations import Unit
from shared.schema.paths import Path
from shared.secrets import Secrets
from shared.settings import Settings
from shared.web.viewer import Viewer

ACTOR = "demo"
ZONE = "Europe/Helsinki"
ORGANISER = ("Helmi Järvinen", "helmi.jarvinen@example.org")
#: the employer whose staff the demo registers: who does it, and its units with what each works with
CONTACT = ("Sirpa Salmela", "sirpa.salmela@example.org")
EMPLOYER = "Sospro Oy"
UNITS = (
    ("Koivulan hoivakoti", "psykiatria"),
    ("Lastensuojelun avopalvelut", "avopalvelut"),
    ("Aikuissosiaalityö", "neuropsykiatria"),
)
_LOADER = Viewer(ACTOR, is_administrator=True)
_SATURDAY = 5
#: (month, day) of the public holidays in Finland that never move and can fall on a working day
_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}


def load(settings: Settings) -> bool:
    """Write the demo programme, in one transaction; False, having changed nothing, when it is there already."""
    database = Database(settings.database_url, "catalogue")
    try:
        with database.writing() as db:
            if db.scalar(select(Account.id).where(Account.email == ORGANISER[1])) is not None:
                return False
            organisations = {name: create_organisation(db, ACTOR, NewOrganisation(name)) for name in ORGANISATIONS}
            for name, colour in looks.COLOURS.items():
                change_look(db, _LOADER, organisations[name], {"colour": colour, "logo": taken(looks.mark(colour))})
            _add_organiser(db, [organisations[name] for name in ORGANISERS])
            _add_contact(db, organisations[EMPLOYER])
            terms = Terms(db, ACTOR)
            for programme in PROGRAMMES:
                _add_series(db, programme, organisations, terms.of(programme.slug))
            _add_path(db, PATH, organisations)
            add_projects(db, ACTOR)
            add_drafts(db, ACTOR)
        return True
    finally:
        database.close()


def sign_in_link(settings: Settings) -> str:
    """A one-time link that signs in the demo organiser."""
    database = Database(settings.database_url, "catalogue")
    try:
        with database.writing() as db:
            token = issue_link(db, Secrets(settings.secret_key), ORGANISER[1])
    finally:
        database.close()
    return f"{settings.public_url('catalogue')}/sign-in/{token}"


def _add_organiser(db: Connection, organisations: Sequence[UUID]) -> None:
    name, email = ORGANISER
    account_id = find_or_create_account(db, ACTOR, email, name)
    make_administrator(db, ACTOR, account_id)
    for organisation_id in organisations:
        add_membership(db, ACTOR, account_id, organisation_id, "organiser")


def _add_contact(db: Connection, employer: UUID) -> None:
    name, email = CONTACT
    add_membership(db, ACTOR, find_or_create_account(db, ACTOR, email, name), employer, "contact")
    units = [{"id": new_id(), "organisation_id": employer, "name": name, "profile": what} for name, what in UNITS]
    db.execute(insert(Unit), units)


def _add_series(db: Connection, programme: DemoSeries, organisations: dict[str, UUID], terms: Collection[UUID]) -> None:
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
    starts_at = to_instant(_working_day(session.day), session.at, ZONE)
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
            opens_at=None if offering.opens is None else _start_of_day(offering.opens),
            closes_at=None if offering.closes is None else end_of_day(_day(offering.closes), ZONE),
            capacity=offering.capacity,
            needs_approval=offering.needs_approval,
            customer_id=organisations[offering.customer] if offering.customer else None,
        ),
    )
    for question in offering.questions:
        add_question(db, ACTOR, offering_id, NewQuestion(**vars(question)))
    if offering.requires:
        require(db, _LOADER, offering_id, _ids(db, offering.requires))
    for name, places in offering.quotas:
        set_quota(db, ACTOR, offering_id, organisations[name], places)
    return offering_id


def _add_path(db: Connection, path: DemoPath, organisations: dict[str, UUID]) -> None:
    new = NewPath(path.title, organisations[path.organiser], "fi", path.summary, path.description)
    path_id = create_path(db, ACTOR, new)
    db.execute(update(Path).where(Path.id == path_id).values(slug=path.slug))
    stages = [
        StageFacts(stage.name, stage.rule, Decimal(stage.credits[0]), Decimal(stage.credits[1]), _ids(db, stage.series))
        for stage in path.stages
    ]
    set_stages(db, _LOADER, path_id, stages)
    publish_path(db, ACTOR, path_id)


def _ids(db: Connection, slugs: Sequence[str]) -> list[UUID]:
    """The ids of series, in the order of their slugs."""
    found = {row.slug: row.id for row in db.execute(select(Series.slug, Series.id).where(Series.slug.in_(slugs)))}
    return [found[slug] for slug in slugs]


def _day(offset: int) -> date:
    return clock.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=offset)


def _working_day(offset: int) -> date:
    day = _day(offset)
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day += timedelta(days=1)
    return day


def _start_of_day(offset: int) -> datetime:
    return to_instant(_day(offset), time(8), ZONE)


def _address(presenter: DemoPresenter) -> str:
    letters = str.maketrans("äöå", "aoa", " -")
    first, *rest = presenter.name.lower().split()
    return f"{first.translate(letters)}.{' '.join(rest).translate(letters)}@example.org"
