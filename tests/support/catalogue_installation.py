"""The catalogue in an installation of its own, for tests that look at its pages: a series on its way, a draft, and all
that pages show of them."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert

from services.catalogue.actions.search_documents import keep_what_is_behind
from services.catalogue.app import create_app
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.catalogue import SeriesPartner
from shared.schema.mail_choices import Feed
from shared.schema.materials import Material
from shared.schema.organisations import OrganisationName
from shared.schema.paths import Path as PathRow
from shared.schema.paths import PathStage, PathStageSeries
from shared.schema.profiles import PresenterProfile
from shared.schema.registration import Seats
from shared.secrets import DRAFT, PRESENTER_PAGE, Secrets
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.shared.web.address import served
from tests.support.changes import change_of
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.pages import CataloguePages
from tests.support.served import Served

TITLES = ["Lastensuojelun yhteiset opinnot", "Nepsy arjessa", "Kehitysvammaisten palvelut", "Työnantajan akatemia"]
MARKDOWN = "# Mitä saat\n\n- yksi\n- kaksi\n\n## Näin\n\n| a | b |\n|---|---|\n| 1 | 2 |"


#: who is signed in organises all of it, and is an administrator too
Running = Served[CataloguePages]


@contextmanager
def installed(template: Path, path: Path) -> Iterator[Running]:
    """An installation whose database is there, for as long as it is asked for."""
    shutil.copy(template, path)
    app = create_app(Settings(database_url=f"sqlite:///{path}", secret_key=SECRET_KEY))
    with closing(app.extensions[EXTENSION].database), closing(Database(f"sqlite:///{path}", MIGRATION)) as database:
        given = Given(database)
        organisation = given.organisation("Tampereen ammattikorkeakoulu", website="https://example.org")
        account = given.account("olli@example.org", name="Olli Organisoija", is_administrator=True)
        given.member(account, organisation)
        pages = fill(given, organisation)
        given.row(OrganisationName, organisation_id=organisation, name="Vanha nimi", until=clock.now())
        with database.writing() as db:
            keep_what_is_behind(db)
        with served(app) as address:
            yield Running(app, address, account, pages)


def noon() -> datetime:
    """Of today: a session that ends after midnight is no usual one, and pages say so."""
    return clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def fill(given: Given, organisation: UUID) -> CataloguePages:
    now = clock.now()
    series = given.series(organisation, slug="kierros", summary="Lyhyesti", audience="Kaikille", description=MARKDOWN)
    sessions, presenters = [], []
    for number, title in enumerate(TITLES):
        starts_at = noon() + timedelta(days=7 * number - 3)
        state = "cancelled" if number == 2 else "scheduled"
        zone = "Europe/Stockholm" if number == 3 else "Europe/Helsinki"
        session = given.session(series, starts_at, title=title, state=state, timezone=zone, description=MARKDOWN)
        presenters.append(given.presenter(session, reply="declined" if number == 1 else "accepted"))
        sessions.append(session)
    offering = given.offering(series, sessions, capacity=25, closes_at=now + timedelta(days=2))
    full = given.offering(series, sessions[1:2], name="Yksi pysäkki", capacity=2, region="Oulu", description="Lyhyt")
    given.offering(series, sessions, name="Myöhemmin", opens_at=now + timedelta(days=1))
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=full, taken=2, waiting=3))
    draft = given.series(organisation, slug="luonnos", state="draft", published_at=None, is_shared=True)
    drafts = (draft_session := given.session(draft)), given.offering(draft, [draft_session])
    given.quota(offering, organisation, 5)
    given.project(organisation, series)
    given.requirement(full, given.series(organisation, title="Yhteiset opinnot"))
    path = given.row(
        PathRow, slug="polku", title="Polku", language="fi", state="published", organiser_id=organisation,
        created_at=now, changed_at=now,
    )  # fmt: skip
    stage = given.row(PathStage, path_id=path, position=1, name="Yhteinen", rule="all", credits_from=5, credits_to=10)
    given.row_without_id(PathStageSeries, stage_id=stage, series_id=series, position=1)
    given.api_key()
    unit = given.unit(organisation, "Koivulan hoivakoti", profile="Lastenpsykiatria")
    question = given.question(offering, "diet", kind="many", options=["vegan", "no milk"], is_sensitive=True)
    given.question(offering, "years", kind="number", required=True, help="In whole years")
    link = {"title": "Tallenne", "url": "https://video.example.org/1", "kind": "recording", "audience": "everybody"}
    material = given.row(Material, session_id=sessions[0], created_at=now, shared_at=now, **link)
    own = {"title": "Oma", "url": "https://example.org/2", "added_by": f"presenter:{presenters[0]}"}
    own_material = given.row(Material, session_id=sessions[0], created_at=now, **own)
    file = {"title": "Kalvot", "file_name": "kalvot.pdf", "file_type": "pdf", "size_bytes": 2_000_000}
    given.row(Material, session_id=sessions[0], created_at=now, since="end", audience="everybody", **file)
    feed = given.row(Feed, email="esittelija@example.org", created_at=now)
    presenting = f"/presenting/{Secrets(SECRET_KEY).token(PRESENTER_PAGE, feed)}"
    assignment = _assignment(given, series, sessions[3], full)
    return CataloguePages(
        organisation, unit, sessions, offering, question, *drafts, presenting, material, own_material,
        handover=given.handover(draft, organisation), draft=f"/drafts/{Secrets(SECRET_KEY).token(DRAFT, draft)}",
        assignment=assignment,
        change=change_of(given, series),
        term=given.term("Teema", series),
        partner=_partner(given, series),
        presenter=_introduced(given, presenters[0]),
    )  # fmt: skip


def _introduced(given: Given, presenter: UUID) -> UUID:
    """With a profile of the organiser's making."""
    said = {"title": "Laatupäällikkö", "organisation": "Sospro Oy", "intro_fi": "Kaksikymmentä vuotta lastensuojelua."}
    at = {"email": "esittelija@example.org", "link": "https://example.org/aino", "changed_at": clock.now()}
    given.row(PresenterProfile, **said, **at)
    return presenter


def _partner(given: Given, series: UUID) -> UUID:
    partner = given.organisation("Oulun ammattikorkeakoulu", website="https://oamk.example.org")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="customer")
    return partner


def _assignment(given: Given, series: UUID, session: UUID, offering: UUID) -> UUID:
    given.assignment(series, session, instructions=MARKDOWN)
    return given.assignment(series, due_at=clock.now() + timedelta(days=1), offering_id=offering)
