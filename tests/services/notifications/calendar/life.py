"""All that the service sends and publishes of one programme in its life: mails of every kind, feeds of every kind."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.notifications.actions.proposals import decline
from services.notifications.app import create_app
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.mail_choices import Feed
from shared.schema.registration import Registration
from shared.secrets import FEED
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.notifications.actions.came import answer, come, kept
from tests.support.database import SECRET_KEY
from tests.support.deliveries import Office
from tests.support.factories import Given
from tests.support.mail_server import Mail

BEGINS = datetime(2026, 1, 12, 10, tzinfo=UTC)
BEFORE = {"created_at": BEGINS - timedelta(days=9), "changed_at": BEGINS - timedelta(days=8)}
PRESENTER, MEMBER, VISITOR, BOSS = "aino@example.org", "olli@example.org", "kaisa@example.org", "boss@example.org"
FIRST, SECOND, LAST = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (27, 31, 26))
SLUG, TITLE = "kierros", 'Kierros; "kevät", osa C:\\1: 😀'
#: the days on which clocks change in these zones, looked up by hand
CHANGES = {
    "Europe/Helsinki": [(2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31)],
    "Australia/Sydney": [(2026, 4, 5), (2026, 10, 4), (2027, 4, 4), (2027, 10, 3)],
}


@dataclass
class Life:
    """What went out, in order, and what the feeds answer."""

    office: Office
    main: UUID
    #: when each session should begin, by UID, as wall clock and zone
    promised: dict[str, datetime]
    mails: list[Mail] = field(default_factory=list)
    answers: dict[str, TestResponse] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def scheduling(self) -> list[Mail]:
        """The mails with a part that acts in calendars."""
        return [mail for mail in self.mails if mail.calendar is not None]

    def row(self, recipient: str, *methods: str) -> list[Mail]:
        """What one person got about the main session."""
        uid = f"session-{self.main}@localhost"
        about = [mail for mail in self.scheduling if mail.recipient == recipient and mail.event["UID"] == uid]
        return [mail for mail in about if not methods or mail.method in methods]

    def calendars(self) -> list[bytes]:
        """Every calendar that left the service."""
        return [mail.calendar_bytes for mail in self.scheduling] + [one.data for one in self.answers.values()]


def lived(template: Path, folder: Path) -> Iterator[Life]:
    """Let everything happen on a database of its own."""
    copy(template, folder / "kierros.db")
    url = f"sqlite:///{folder / 'kierros.db'}"
    settings = Settings(database_url=url, mail_url=f"maildir:{folder / 'mail'}", secret_key=SECRET_KEY)
    with ExitStack() as stack:
        time = stack.enter_context(time_machine.travel(BEGINS, tick=False))
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        stack.enter_context(closing(app.extensions[EXTENSION].database))
        given = Given(stack.enter_context(closing(Database(url, MIGRATION))))
        own = stack.enter_context(closing(Database(url, "notifications")))
        yield _live(Office(app, settings, given, own, folder / "mail", time))


def _live(office: Office) -> Life:
    organisation = office.given.organisation("Sospro; Oy, Tampere")
    boss = office.given.account(BOSS, language="en")
    office.given.member(boss, organisation)
    series = office.given.series(organisation, slug=SLUG, title=TITLE)
    title = 'Mäkelä, Å: lasten \\ "ratkaisut"; ja muuta, paljon muuta 😀😀'
    main = office.given.session(series, FIRST, title=title, **BEFORE)
    life = Life(office, main, _sessions_around_changes(office, series))
    _invite(life, series, organisation)
    _change(life)
    _subscribe(life, organisation, boss)
    return life


def _sessions_around_changes(office: Office, series: UUID) -> dict[str, datetime]:
    promised = {}
    for zone, days in CHANGES.items():
        for day in days:
            midnight = datetime(*day, tzinfo=ZoneInfo(zone))
            for offset, hour in ((-1, 14), (0, 0), (0, 14), (1, 14)):
                local = (midnight + timedelta(days=offset)).replace(hour=hour, minute=30)
                about = {"timezone": zone, "title": f"{zone} {local}", **BEFORE}
                made = office.given.session(series, local.astimezone(UTC), **about)
                promised[f"session-{made}@localhost"] = local
    return promised


def _step(life: Life) -> None:
    life.mails += life.office.deliver()
    life.office.time.shift(timedelta(minutes=10))


def _invite(life: Life, series: UUID, organisation: UUID) -> None:
    office = life.office
    sessions = [UUID(uid.removeprefix("session-").partition("@")[0]) for uid in life.promised]
    office.person(VISITOR, "sv")
    [place] = office.register(office.given.offering(series, [life.main, *sessions]), VISITOR)
    office.change(Registration, place, organisation_id=organisation)
    office.register(office.given.offering(series, [life.main]), MEMBER)
    office.add_presenter(life.main, PRESENTER)
    _step(life)


def _change(life: Life) -> None:
    """Moved twice, its text changed, another time proposed and declined, withdrawn and given again, called off."""
    office, main = life.office, life.main
    office.move(main, SECOND)
    _step(life)
    _change_text(office, main)
    _step(life)
    office.move(main, LAST)
    _step(life)
    sequence = int(life.row(PRESENTER)[-1].event["SEQUENCE"])
    lines = ("DTSTART:20260327T120000Z", "DTEND:20260327T133000Z", "COMMENT:Perjantai kävisi")
    come(
        office,
        answer(main, PRESENTER, "", method="COUNTER", lines=lines, sequence=sequence, stamp=clock.now()),
    )
    with office.own.writing() as db:
        decline(db, "account:x", UUID(str(kept(office)[-1].id)))
    _step(life)
    with office.own.reading() as db:
        [presenter] = db.scalars(select(Presenter.id))
    office.remove_presenter(main, presenter)
    _step(life)
    office.add_presenter(main, PRESENTER)
    _step(life)


def _change_text(office: Office, session_id: UUID) -> None:
    """As the catalogue does it: nobody's time is touched, so the revision stays."""
    row = office.session(session_id)
    more = "Uusi sisältö; kolme osaa, ei neljää.\nTervetuloa!"
    office.change(Session, session_id, description=more, version=row.version + 1, changed_at=clock.now())
    office.line("session.changed", series_id=row.series_id, session_id=session_id, detail={"fields": ["description"]})


def _subscribe(life: Life, organisation: UUID, boss: UUID) -> None:
    """Fetch every feed, then call the main session off and fetch them again."""
    office = life.office
    secret = office.app.extensions[EXTENSION].secrets.token
    client: Any = office.app.test_client()
    with client.session_transaction() as session:
        session.update(account=str(boss), epoch=0)
    staff = client.post(f"/organisations/{organisation}/calendar").location
    with office.own.reading() as db:
        feeds = db.execute(select(Feed.email, Feed.id).where(Feed.email.in_([VISITOR, PRESENTER]))).all()
    own = {row.email: f"/feeds/person/{secret(FEED, row.id)}.ics" for row in feeds}
    life.addresses = {
        "series": f"/feeds/series/{SLUG}.ics",
        "session": f"/feeds/session/{life.main}.ics",
        "organisation": f"/feeds/organisations/{organisation}.ics",
        "person": own[VISITOR],
        "presenter": own[PRESENTER],
        "presenting": f"{own[PRESENTER]}?only=presenting",
        "staff": f"{staff}.ics",
    }
    visitor = office.app.test_client()
    life.answers = {name: visitor.get(address) for name, address in life.addresses.items()}
    office.call_off(life.main)
    office.change(Series, office.session(life.main).series_id, version=5, changed_at=clock.now())
    _step(life)
    later = {f"{name}, after it was called off": visitor.get(address) for name, address in life.addresses.items()}
    life.answers |= later
