"""A walk that makes every kind of mail once or more, in one language."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notifications.actions.choose_calendar import choose
from services.notifications.actions.collect_digests import collect_digests
from services.notifications.actions.proposals import decline
from services.notifications.actions.remind import remind
from services.notifications.actions.remind_assignments import remind_assignments
from services.notifications.actions.send_copy import send_copy
from services.notifications.messages.preview import Wanted, preview
from services.notifications.rules import kinds
from shared import clock
from shared.schema.accounts import Membership, SignInRequest
from shared.schema.catalogue import Presenter, SeriesPartner, Session
from shared.schema.handovers import SeriesHandover
from shared.schema.materials import Material
from shared.schema.registration import Registration
from shared.schema.reminders import ReminderRule
from shared.web.viewer import Viewer
from tests.services.notifications.actions.came import answer, come, kept
from tests.services.notifications.incoming.returned import letter, report
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
    #: the first session of the whole
    second: UUID


_walked: dict[str, dict[str, Mail]] = {}


def mails_of_every_kind(office: Office, language: str) -> dict[str, Mail]:
    """The last mail of each kind, by its kind. The walk takes long, so each language's is gone once."""
    if language not in _walked:
        _walked[language] = _walk(office, language)
    return _walked[language]


def _walk(office: Office, language: str) -> dict[str, Mail]:
    for email in (YKSI, KAKSI, KOLME, NELJA, VIISI, KUUSI):
        office.person(email, language)
    programme = _programme(office, language)
    mails = _begin(office, programme, language)
    office.time.move_to(NOON + timedelta(days=7, hours=2))
    remind(office.own, office.settings)
    mails += office.deliver()
    with office.own.writing() as db:
        choose(db, programme.series, NELJA, "feed")
    mails += office.deliver()
    office.call_off(programme.first)
    mails += office.deliver() + _after(office, programme)
    _copy(office, programme.series, language)
    mails += office.deliver()
    by_id = {str(row.id): row.kind for row in office.messages()}
    return {by_id[mail.message_id]: mail for mail in mails}


def _copy(office: Office, series: UUID, language: str) -> None:
    """An organiser has a mail sent to themselves, to look at."""
    reader = Viewer("account:1", name="Helmi Järjestäjä", email="boss@example.org")
    with office.app.app_context(), office.own.writing() as db:
        wanted = Wanted(kinds.REGISTRATION_CONFIRMED, series, language, is_copy=True)
        send_copy(db, reader, series, language, preview(db, office.settings, wanted).content)


def _programme(office: Office, language: str) -> Programme:
    given = office.given
    organiser = given.organisation("Tampereen ammattikorkeakoulu")
    boss = given.account("boss@example.org", name="Helmi Järjestäjä", language=language)
    given.member(boss, organiser)
    series = given.series(organiser, language=language, credits=Decimal("1.5"), slug="kierros")
    first = given.session(series, title=TITLE, rehearsal_before=30, venue="Kuntokatu 3, Tampere", mode="hybrid")
    weeks = [given.session(series, NOON + timedelta(days=7 * week), title=f"Ilta {week}") for week in (2, 3, 4)]
    evening = given.offering(series, [first], name="Yksi ilta")
    whole = given.offering(series, weeks, name="Koko kierros")
    return Programme(boss, series, first, evening, whole, weeks[0])


def _after(office: Office, programme: Programme) -> list[Mail]:
    """What a session leaves behind, and what people think of it."""
    by_series = {"series_id": programme.series, "anchor": "session-end"}
    said = {"says": "feedback", "link": "https://forms.example.org/1?a=1&b=2", "text": "Mitä pidit <b>?\n\nKerro."}
    office.given.row(ReminderRule, **by_series, **said, offset_minutes=30)
    office.given.row(ReminderRule, **by_series, says="material", offset_minutes=0)
    slides = {"title": "Kalvot <1>", "url": "https://files.example.org/1", "created_at": NOON}
    office.given.row(Material, session_id=programme.second, **slides)
    office.time.move_to(NOON + timedelta(days=14, hours=3))
    office.given.assignment(programme.series, title=f"Lue {TITLE}", due_at=clock.now() + timedelta(days=1))
    remind(office.own, office.settings)
    remind_assignments(office.own, office.settings)
    return office.deliver() + _collect(office)


def _collect(office: Office) -> list[Mail]:
    """Registration for another series closes soon, and a contact has registered nobody for it."""
    later = office.given.series(title=f"Syksyn {TITLE}", slug="syksy")
    session = office.given.session(later, clock.now() + timedelta(days=30))
    office.given.offering(later, [session], closes_at=clock.now() + timedelta(days=2), capacity=5)
    with office.own.reading() as db:
        organisation = db.scalars(select(Membership.organisation_id).where(Membership.role == "contact")).first()
    assert organisation is not None
    office.given.row_without_id(SeriesPartner, series_id=later, organisation_id=organisation, role="customer")
    remind(office.own, office.settings)
    collect_digests(office.own, office.settings)
    return office.deliver()


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
    heir = office.given.organisation("OAMK")
    office.given.member(programme.boss, heir)
    asked_at = {"actor": "x", "asked_at": clock.now(), "note": "Kiitos <b>"}
    office.given.row(SeriesHandover, series_id=programme.series, organisation_id=heir, **asked_at)
    office.line("series.handover_asked", series_id=programme.series, subject_id=heir)
    office.given.row_without_id(SeriesPartner, series_id=programme.series, organisation_id=sospro, role="customer")
    office.line("series.partner_added", series_id=programme.series, subject_id=sospro)
    office.line("series.partner_left", series_id=programme.series, subject_id=heir, detail={"role": "customer"})
    about = {"series_id": programme.series, "offering_id": programme.evening}
    office.line("registration.link_requested", subject_id=single, **about)
    said = {"subject": "Sali vaihtui <b>", "text": "Hei,\n\ntulkaa saliin 2 & 3."}
    office.announce(programme.evening, single, **said)
    office.announce(programme.evening, **said, actor=f"account:{programme.boss}")
    mails = _ask(office, programme, {**contact, "organisation_id": sospro, "contact_language": language})
    mails += _come_back(office, programme, mails)
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


def _come_back(office: Office, programme: Programme, mails: list[Mail]) -> list[Mail]:
    """A presenter proposes another time and gets a no, a participant can't come, somebody writes a letter."""
    times = ("DTSTART:20270121T120000Z", "COMMENT:Torstai <b>sopisi</b>")
    come(office, answer(programme.first, "aino@example.org", "", method="COUNTER", lines=times))
    come(office, answer(programme.first, YKSI, "DECLINED"))
    [confirmed] = [mail for mail in mails if mail.recipient == VIISI]
    come(office, letter("Missä <b>sali</b> on?\n", sender=VIISI, reply_to=str(confirmed.parsed["Message-ID"])))
    told = office.deliver()
    with office.own.writing() as db:
        decline(db, "account:1", next(row.id for row in kept(office) if row.proposal == "open"))
    return told + office.deliver()


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
    office.change(Session, programme.first, rehearsal_minutes=20, rehearsal_revision=1)
    fields = {"fields": ["rehearsal_minutes"]}
    office.line("session.changed", series_id=programme.series, session_id=programme.first, detail=fields)
    mails += office.deliver()
    office.remove_presenter(programme.first, leaving)
    office.cancel(giving_up)
    office.add_presenter(programme.second, "poissa@example.org")
    told = office.deliver()
    [invited] = [mail for mail in told if mail.recipient == "poissa@example.org"]
    returned = report(message_id=str(invited.parsed["Message-ID"]), recipient="poissa@example.org")
    come(office, returned)
    return mails + told + office.deliver()
