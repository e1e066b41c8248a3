"""The registration service in an installation of its own, for tests that look at its pages: offerings in every state,
and people who take part in them."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from services.registration.actions.announce import Said, send
from services.registration.actions.answers import Answering, answer
from services.registration.actions.order import Order
from services.registration.actions.register import register
from services.registration.app import create_app
from services.registration.queries.offering import facts_of_known
from services.registration.routes.signed import Done, sign_done
from shared import clock
from shared.audiences import Audience
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.base import new_id
from shared.schema.completions import RequirementWaiver
from shared.schema.mail_choices import Feed
from shared.schema.paths import Path as PathRow
from shared.schema.paths import PathStage, PathStageSeries
from shared.secrets import OWN_PAGE, Secrets
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts, applicant
from tests.shared.web.address import served
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.pages import RegistrationPages
from tests.support.served import Served

TITLES = ["Lastensuojelun yhteiset opinnot", "Nepsy arjessa", "Psykiatrinen osaaminen lastensuojelussa"]


#: who is signed in organises the offerings
Running = Served[RegistrationPages]


@contextmanager
def installed(template: Path, folder: Path) -> Iterator[Running]:
    """An installation whose database is there, for as long as it is asked for."""
    url = f"sqlite:///{folder / 'kierros.db'}"
    shutil.copy(template, folder / "kierros.db")
    app = create_app(Settings(database_url=url, mail_url=f"maildir:{folder / 'mail'}", secret_key=SECRET_KEY))
    own = app.extensions[EXTENSION].database
    with closing(own), closing(Database(url, MIGRATION)) as database:
        given = Given(database)
        organisation = given.organisation("Tampereen ammattikorkeakoulu")
        account = given.account("olga@example.org", name="Olga Organiser")
        given.member(account, organisation)
        offerings = _offerings(given, organisation)
        given.member(account, given.organisation("Toinen Oy"), "contact")
        made, own_pages = _fill(given, own, offerings)
        _ask(given, own, offerings["open"], made)
        batch, staff, colleague = _staff(own, offerings["open"], organisation)
        with app.app_context():
            done = f"/done/{sign_done(Done('made', made))}"
        planned = _plan(own, offerings["open"], account)
        pages = RegistrationPages(offerings, own_pages, done, made, batch, staff, colleague, planned)
        with served(app) as address:
            yield Running(app, address, account, pages)


def _offerings(given: Given, organisation: UUID) -> dict[str, UUID]:
    now, series = clock.now(), given.series(organisation, slug="kierros")
    sessions = [given.session(series, now + timedelta(days=7 * n - 3), title=t) for n, t in enumerate(TITLES)]
    gone = given.session(series, now + timedelta(days=3), title="Kehitysvamma-alan tapaaminen", state="cancelled")
    return {
        "open": given.offering(series, sessions, capacity=25, closes_at=now + timedelta(days=2)),
        "waitlist": given.offering(series, sessions, capacity=1, region="Oulun seutu"),
        "full": given.offering(series, sessions, capacity=0, waitlist=False),
        "soon": given.offering(series, sessions, opens_at=now + timedelta(days=1)),
        "closed": given.offering(series, sessions, closes_at=now - timedelta(days=1)),
        "cancelled": given.offering(series, [gone]),
        "asking": given.offering(series, sessions, needs_approval=True),
        "empty": given.offering(series, sessions),
        "many": given.offering(series, sessions),
        "requiring": _requiring(given, series, sessions),
    }


def _requiring(given: Given, series: UUID, sessions: list[UUID]) -> UUID:
    """What requires another series, on a path with this one."""
    now, offering = clock.now(), given.offering(series, sessions)
    earlier = given.series(organisation := given.organisation("Sospro Oy"), title="Yhteiset opinnot")
    given.requirement(offering, earlier)
    named = {"title": "Polku", "slug": "polku", "language": "fi", "organiser_id": organisation}
    path = given.row(PathRow, **named, state="published", created_at=now, changed_at=now)
    for position, (rule, one) in enumerate((("all", earlier), ("one", series)), start=1):
        stage = given.row(PathStage, path_id=path, position=position, name=f"Vaihe {position}", rule=rule)
        given.row_without_id(PathStageSeries, stage_id=stage, series_id=one, position=1)
    given.row_without_id(
        RequirementWaiver, offering_id=offering, email_key="anna@example.org", actor="x", created_at=now
    )
    return offering


def _fill(given: Given, own: Database, offerings: dict[str, UUID]) -> tuple[UUID, list[str]]:
    """A place, two who wait, and one who gave up; their own pages."""
    secrets = Secrets(SECRET_KEY)
    a_place = Acts(own, offerings["open"])
    place = a_place.register("åsa öhman-ruiz").results[0].registration_id
    gone = a_place.register("berta").results[0].registration_id
    a_place.cancel("berta")
    waiting = Acts(own, offerings["waitlist"])
    waiting.register("anna", "cecilia", "diana")
    Acts(own, offerings["asking"]).register("anna", "cecilia")
    given.row(Feed, email="anna@example.org", created_at=clock.now())
    ids = [place, gone, waiting.standing()["anna"], waiting.standing()["diana"]]
    addresses = [f"/own/{secrets.token(OWN_PAGE, one)}" for one in ids]
    return place, addresses


def _ask(given: Given, own: Database, offering: UUID, answered: UUID) -> None:
    """Questions of every kind, some of them answered."""
    options = {"kind": "choice", "options": ["Oulu", "Turku"], "shown_to_contact": True}
    given.question(offering, "group", label="Minkä ryhmän kanssa työskentelet?", help="Valitse lähin.", **options)
    given.question(offering, "diet", kind="many", options=["vegaani", "maidoton"], is_sensitive=True)
    given.question(offering, "town", kind="choice", options=[f"Kunta {number}" for number in range(12)])
    for kind in ("text", "number", "yes-no", "consent"):
        given.question(offering, kind, kind=kind)
    with own.writing() as db:
        answer(db, Answering(answered, {"group": "Oulu", "diet": ["vegaani"], "consent": True}, "person"))


def _staff(own: Database, offering: UUID, organisation: UUID) -> tuple[UUID, str, str]:
    """Two people whom their organisation registered, at once."""
    people = [applicant("eeva rivi"), applicant("fanni rivi")]
    with own.writing() as db:
        order = Order(offering, people, "waitlist", f"account:{new_id()}", organisation)
        first = register(db, order).results[0]
    page = f"/organisations/{organisation}"
    return first.batch_id, page, f"{page}/people/{first.registration_id}"


def _plan(own: Database, offering: UUID, account: UUID) -> UUID:
    """What somebody writes to the presenters and to the participants, to go out later."""
    with own.writing() as db:
        series = facts_of_known(db, offering).series_id
        at = clock.now() + timedelta(days=2)
        said = Said(new_id(), "Sali vaihtui", "Hei,\n\ntulkaa saliin 2.", "o@example.org", f"account:{account}", at)
        assert send(db, Audience(series, "participants", "confirmed"), said)
        return said.id
