"""A walk that makes every kind of mail once or more, in one language."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notifications.actions.remind import remind
from shared import clock
from shared.schema.accounts import SignInRequest
from shared.schema.catalogue import Presenter
from shared.schema.registration import Registration
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

TITLE = 'Nepsy arjessa, "osa 1"; <b>&</b>'
YKSI, KAKSI, KOLME, NELJA, VIISI, KUUSI = (
    f"{name}@example.org" for name in ("yksi", "kaksi", "kolme", "nelja", "viisi", "kuusi")
)


@dataclass
class Programme:
    """What the walk goes through."""

    boss: UUID
    series: UUID
    first: UUID
    evening: UUID
    whole: UUID


def mails_of_every_kind(office: Office, language: str) -> dict[str, Mail]:
    """The last mail of each kind, by its kind."""
    for email in (YKSI, KAKSI, KOLME, NELJA, VIISI, KUUSI):
        office.person(email, language)
    programme = _programme(office, language)
    mails = _begin(office, programme, language)
    office.time.move_to(NOON + timedelta(days=7, hours=2))
    remind(office.own)
    mails += office.deliver()
    office.call_off(programme.first)
    mails += office.deliver()
    by_id = {str(row.id): row.kind for row in office.messages()}
    return {by_id[mail.parsed["Message-ID"].strip("<>").partition("@")[0]]: mail for mail in mails}


def _programme(office: Office, language: str) -> Programme:
    given = office.given
    organiser = given.organisation("Tampereen ammattikorkeakoulu")
    boss = given.account("boss@example.org", name="Helmi Järjestäjä", language=language)
    given.member(boss, organiser)
    series = given.series(organiser, language=language, credits=Decimal("1.5"), slug="kierros")
    first = given.session(series, title=TITLE, venue="Kuntokatu 3, Tampere", mode="hybrid")
    weeks = [given.session(series, NOON + timedelta(days=7 * week), title=f"Ilta {week}") for week in (2, 3, 4)]
    evening = given.offering(series, [first], name="Yksi ilta")
    return Programme(boss, series, first, evening, given.offering(series, weeks, name="Koko kierros"))


def _begin(office: Office, programme: Programme, language: str) -> list[Mail]:
    """People are invited and register; then the session moves, and some leave."""
    times = {"requested_at": clock.now(), "expires_at": clock.now() + timedelta(minutes=15)}
    asked = office.given.row(SignInRequest, account_id=programme.boss, email_hash="e", client_hash="c", **times)
    office.line("sign_in.requested", subject_id=asked)
    presenters = [office.add_presenter(programme.first, f"{name}@example.org") for name in ("aino", "olli")]
    [single] = office.register(programme.evening, YKSI)
    [all_weeks] = office.register(programme.whole, KAKSI)
    [waiting] = office.register(programme.whole, KOLME, state="waitlisted")
    office.register(programme.evening, VIISI, state="waitlisted")
    contact: dict[str, Any] = {"contact_email": "c@example.org", "contact_name": "Sirpa Yhteys"}
    sospro = office.given.organisation("Sospro Oy")
    office.register(programme.evening, NELJA, organisation_id=sospro, contact_language=language, **contact)
    office.given.member(programme.boss, sospro, "contact")
    detail = {"organisation_id": str(sospro), "role": "contact"}
    office.line("membership.added", subject_id=programme.boss, detail=detail)
    about = {"series_id": programme.series, "offering_id": programme.evening}
    office.line("registration.link_requested", subject_id=single, **about)
    said = {"subject": "Sali vaihtui <b>", "text": "Hei,\n\ntulkaa saliin 2 & 3."}
    office.announce(programme.evening, single, **said)
    office.announce(programme.evening, **said, actor=f"account:{programme.boss}")
    mails = _ask(office, programme, {**contact, "organisation_id": sospro, "contact_language": language})
    return mails + _go_on(office, programme, presenters, (waiting, all_weeks))


def _ask(office: Office, programme: Programme, contact: dict[str, Any]) -> list[Mail]:
    """A request, to which the organiser says no."""
    [asking] = office.register(programme.evening, KUUSI, state="waitlisted", **contact)
    office.change(Registration, asking, awaits_approval=True)
    mails = office.deliver()
    office.change(Registration, asking, awaits_approval=False, state="rejected", told_reason="Ryhmä on täynnä.")
    about = {"series_id": programme.series, "offering_id": programme.evening}
    office.line("registration.declined", subject_id=asking, **about)
    with office.given.database.reading() as db:
        batch_id = db.scalar(select(Registration.batch_id).where(Registration.id == asking))
    office.line("registrations.answered", subject_id=batch_id, **about)
    return mails + office.deliver()


def _go_on(
    office: Office, programme: Programme, presenters: list[UUID], registrations: tuple[UUID, UUID]
) -> list[Mail]:
    (declining, leaving), (waiting, giving_up) = presenters, registrations
    office.time.shift(timedelta(hours=1))
    office.change(Registration, waiting, state="confirmed")
    about = {"series_id": programme.series, "offering_id": programme.whole}
    office.line("registration.promoted", subject_id=waiting, **about)
    office.move(programme.first, NOON + timedelta(days=8))
    office.change(Presenter, declining, reply="declined")
    detail = {"reply": "declined"}
    office.line("presenter.replied", session_id=programme.first, subject_id=declining, detail=detail)
    mails = office.deliver()
    office.time.shift(timedelta(hours=1))
    office.remove_presenter(programme.first, leaving)
    office.cancel(giving_up)
    return mails + office.deliver()
