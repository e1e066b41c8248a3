"""An installation in which everything that people can write is an attempt to get into our pages."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import JSON, Column, ColumnElement, String, Table, func, literal, literal_column, select, update

from services.notifications.courier import courier_of
from services.notifications.queries.unsubscribed import series_scope
from services.notifications.rules import kinds
from services.registration.actions.announce import Chosen, Said, send
from services.registration.actions.answers import Answering, answer
from services.registration.queries.offering import facts_of_known
from services.registration.routes.signed import Done, sign_done
from shared.audiences import Audience
from shared.database import Database
from shared.schema.base import Base, new_id
from shared.schema.catalogue import Presenter, Series, SeriesPartner
from shared.schema.completions import RequirementWaiver
from shared.schema.inbound import Inbound
from shared.schema.mail_choices import Feed, OrganisationFeed
from shared.schema.mail_templates import MailTemplate
from shared.schema.materials import Material
from shared.schema.notifications import Attempt, Message
from shared.schema.organisations import OrganisationName
from shared.schema.paths import Path, PathStage, PathStageSeries
from shared.schema.profiles import PresenterProfile
from shared.schema.registration import Registration, StaffList
from shared.schema.reminders import ReminderRule
from shared.schema.session_moves import SessionMove
from shared.schema.small_groups import SmallGroup, SmallGroupMember
from shared.schema.statements import Statement
from shared.secrets import DRAFT, FEED, OWN_PAGE, PRESENTER_PAGE, STAFF_FEED, UNSUBSCRIBE, Secrets
from tests.architecture.services import SECRET_KEY
from tests.services.registration.acts import Acts
from tests.support.changes import change_of
from tests.support.factories import NOON, Given
from tests.support.pages import CataloguePages, MessagesPages, RegistrationPages

ATTACK = (
    "\"' hostile=1 onfocus=hostile() ><hostile-x></hostile-x><script>hostile()</script><img src=x onerror=hostile()>"
    "</title></textarea></style>--><hostile-x hostile>"
)
#: columns with words that we make, or that are checked letter by letter
OURS = {
    "state", "role", "kind", "language", "mode", "rule", "reply", "method", "outcome", "actor", "if_full", "timezone",
    "contact_language", "anchor", "once", "digest", "slug", "key", "domain", "request_id", "detail", "offering_ids",
    "batches", "key_hash", "body_hash", "email_hash", "client_hash", "browser_hash", "html", "next_url",
    "inbound.answer", "inbound.reason", "registrations.reason", "suppressions.reason", "journal_mark.name",
    "answers.question", "staff_lists.roster", "questions.options",
    # nothing is mailed to what is no address
    "messages.recipient_email", "announcements.reply_to", "digest_items.recipient_email",
    "announcements.audience", "announcements.among", "announcements.problem", "reminder_rules.says",
    "materials.audience", "materials.since", "materials.captions", "materials.file_type", "materials.added_by",
    "calendar_choices.delivery", "unsubscriptions.scope",
    "inbound.proposal", "calendar_copies.reply", "title_words", "text_words", "session_moves.answers",
    "field", "changed_fields.after", "organisations.colour", "organisations.logo", "presenter_profiles.photo",
    "series_handovers.keeps_role", "changes.about",
}  # fmt: skip
PRESENTER = "esittelija@example.org"
ADDRESSES = ("email", "email_key", "sender", "attendee", "recipient_email", "contact_email", "reply_to")


def written_columns() -> dict[str, tuple[Table, Column[str]]]:
    """Every column with words that people write, by its name: a new one is one of these unless it is put into OURS."""
    return {
        f"{table.name}.{column.name}": (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON) and not {column.name, f"{table.name}.{column.name}"} & OURS
    }


def spoil(database: Database, *, addresses: bool) -> None:
    """Write an attack into every such column that holds anything; into addresses of people, or all others."""
    with database.writing() as db:
        for name, (table, column) in written_columns().items():
            if (column.name in ADDRESSES) != addresses:
                continue
            begins = "https://example.org/" if column.name in ("website", "url", "join_url", "link") else ""
            attack = literal(f"{begins}[{name}]{ATTACK}")
            # an address is one person's alone
            row: ColumnElement[int] = literal_column(f"{table.name}.rowid")
            ends = func.printf("%d@example.org", row) if addresses else ""
            db.execute(update(table).where(column.is_not(None)).values({column.name: attack + ends}))


@dataclass(frozen=True)
class World:
    """Who looks, and at what."""

    administrator: UUID
    catalogue: CataloguePages
    registration: RegistrationPages
    staff: list[str]
    messages: MessagesPages
    #: what each mail says, as a page
    mails: list[str]


def fill(given: Given, registration: Database, apps: dict[str, Flask]) -> World:
    """Rows in every table that holds what people write, mails about them, then the attack."""
    organisation = given.organisation(website="https://example.org", business_id="1234567-1")
    account = given.account("olli@example.org", name="Olli", is_administrator=True)
    given.member(account, organisation)
    given.member(given.account("kaisa@example.org", name="Kaisa"), organisation, "contact")
    given.row(OrganisationName, organisation_id=organisation, name="Ennen", until=NOON)
    for language in ("fi", "sv", "en"):
        given.row_without_id(Statement, kind="privacy", language=language, text="t", changed_at=NOON)
    series = given.series(organisation, slug="kierros", summary="a", audience="b", description="c")
    catalogue = _catalogue(given, organisation, series)
    offerings = {
        "open": catalogue.offering,
        "waitlist": given.offering(series, catalogue.sessions, capacity=2, region="Oulu"),
        "asking": given.offering(series, catalogue.sessions, needs_approval=True),
        "empty": given.offering(series, catalogue.sessions),
        "requiring": given.offering(series, catalogue.sessions),
    }
    given.requirement(offerings["requiring"], series)
    waiver = {"offering_id": offerings["requiring"], "email_key": "anna@example.org", "actor": "x", "created_at": NOON}
    given.row_without_id(RequirementWaiver, **waiver, reason="d")
    _move(given, series, catalogue.sessions[0])
    pages = _registrations(given, registration, apps["registration"], (organisation, account), offerings)
    spoil(given.database, addresses=False)
    courier_of(apps["notifications"]).run()
    messages = _mails(given, series, catalogue.sessions[0])
    spoil(given.database, addresses=False)
    spoil(given.database, addresses=True)
    _name_presenters_again(given)
    staff_list = _staff_list(given, series, (organisation, account), offerings["open"])
    with given.database.reading() as db:
        mails = [f"/messages/{one}/html" for one in db.scalars(select(Message.id))]
    return World(account, catalogue, pages, ["/staff/kierros", f"/staff/lists/{staff_list}"], messages, mails)


def _name_presenters_again(given: Given) -> None:
    """The presenters' addresses are spoilt each by itself, and one person's page is looked at."""
    with given.database.writing() as db:
        address = db.scalar(select(func.min(Presenter.email)))
        first = db.scalar(select(func.min(Feed.id)))
        db.execute(update(Presenter).values(email=address))
        db.execute(update(PresenterProfile).values(email=address))
        db.execute(update(Feed).where(Feed.id == first).values(email=address))


def _catalogue(given: Given, organisation: UUID, series: UUID) -> CataloguePages:
    online = given.session(series, description="e")
    sessions = [online, given.session(series, NOON + timedelta(days=9), mode="hybrid", venue="f")]
    presenter = given.presenter(online, PRESENTER, title="g")
    given.presenter(sessions[1], PRESENTER, title="g", reply="declined", reply_note="h")
    link = {"url": "https://example.org/", "audience": "everybody"}
    said = {
        "email": PRESENTER,
        "organisation": "s",
        "intro_fi": "t",
        "link": "https://example.org/",
        "changed_at": NOON,
    }
    given.row(PresenterProfile, **said, title="g", intro_sv="t", intro_en="t", name="u", photo="0123456789abcdef")
    material = given.row(Material, session_id=online, title="h", created_at=NOON, **link)
    own = {"url": "https://example.org/", "added_by": f"presenter:{presenter}"}
    own_material = given.row(Material, session_id=online, title="h", created_at=NOON, **own)
    file = {"file_name": "h.txt", "file_type": "txt", "size_bytes": 1}
    given.row(Material, session_id=online, title="h", created_at=NOON, **file)
    offering = given.offering(series, sessions, capacity=25, description="i", region="j")
    given.quota(offering, organisation, 5)
    given.project(organisation, series)
    question = given.question(offering, "own", help="k", shown_to_contact=True)
    given.question(offering, "secret", is_sensitive=True)
    given.question(offering, "group", kind="choice", options=[f"[questions.options]{ATTACK}", "Turku"])
    made = {"created_at": NOON, "changed_at": NOON}
    path = given.row(
        Path, slug="polku", title="l", summary="m", description="n", language="fi", state="published",
        organiser_id=organisation, **made,
    )  # fmt: skip
    stage = given.row(PathStage, path_id=path, position=1, name="o", rule="all")
    given.row_without_id(PathStageSeries, stage_id=stage, series_id=series, position=1)
    draft = given.series(organisation, slug="luonnos", state="draft", published_at=None, is_shared=True)
    removable = given.session(draft)
    given.api_key()
    unit = given.unit(organisation, "p", profile="q")
    feed = given.row(Feed, email=PRESENTER, created_at=NOON)
    presenting = f"/presenting/{Secrets(SECRET_KEY).token(PRESENTER_PAGE, feed)}"
    assignment = given.assignment(series, sessions[1], offering_id=offering, instructions="r")
    drafts = removable, given.offering(draft, [removable])
    return CataloguePages(
        organisation, unit, sessions, offering, question, *drafts, presenting, material, own_material,
        handover=given.handover(draft, organisation), draft=f"/drafts/{Secrets(SECRET_KEY).token(DRAFT, draft)}",
        assignment=assignment,
        change=change_of(given, series),
        term=given.term("Teema", series),
        partner=_partner(given, series),
        presenter=presenter,
    )  # fmt: skip


def _partner(given: Given, series: UUID) -> UUID:
    partner = given.organisation()
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="partner")
    return partner


def _move(given: Given, series: UUID, session: UUID) -> None:
    """A session was moved, with a word beside it in the mail that tells so."""
    before = {"starts_before": NOON, "ends_before": NOON, "revision_before": 0, "revision": 0, "version": 1}
    given.row(SessionMove, session_id=session, actor="x", at=NOON, told_from=NOON, people=1, note="æ", **before)
    about = {"series_id": series, "session_id": session, "sequence": 0, "recipient_email": PRESENTER}
    when = {"created_at": NOON, "due_at": NOON}
    given.row(Message, kind=kinds.SESSION_MOVED, once=f"{kinds.PLAIN}:æ", language="fi", **about, **when)


def _registrations(
    given: Given, own: Database, app: Flask, who: tuple[UUID, UUID], offerings: dict[str, UUID]
) -> RegistrationPages:
    organisation, account = who
    acts, waiting = Acts(own, offerings["open"]), Acts(own, offerings["waitlist"])
    first = acts.register("anna", organisation_id=organisation).results[0]
    acts.register("berta")
    waiting.hold(1, None, "r")
    waiting.register("anna", "cecilia", "diana")
    Acts(own, offerings["asking"]).register("anna", "berta")
    with given.database.writing() as db:
        db.execute(update(Registration).values(unit="s"))
        db.execute(update(Registration).where(Registration.state == "waitlisted").values(told_reason="t"))
    with own.writing() as db:
        answer(db, Answering(first.registration_id, {"own": "u", "secret": "v"}, "person"))
        said = Said(new_id(), "w", "x", "olli@example.org", f"account:{account}")
        series = facts_of_known(db, offerings["open"]).series_id
        assert send(db, Chosen(series, offerings["open"], [first.registration_id]), said)
        later = NOON + timedelta(days=9)
        planned = Said(new_id(), "w", "x", "olli@example.org", f"account:{account}", later)
        assert send(db, Audience(series, "participants"), planned)
    group = given.row(SmallGroup, offering_id=offerings["open"], name="y", place="z", created_at=NOON)
    given.row_without_id(SmallGroupMember, registration_id=first.registration_id, group_id=group)
    given.row(Feed, email="anna@example.org", created_at=NOON)
    token = Secrets(SECRET_KEY).token(OWN_PAGE, first.registration_id)
    with app.app_context():
        done = f"/done/{sign_done(Done('made', first.registration_id))}"
    page = f"/organisations/{organisation}"
    colleague = f"{page}/people/{first.registration_id}"
    ids = (first.registration_id, first.batch_id)
    return RegistrationPages(offerings, [f"/own/{token}"], done, *ids, page, colleague, planned.id)


def _mails(given: Given, series: UUID, session: UUID) -> MessagesPages:
    with given.database.reading() as db:
        ids = list(db.scalars(select(Message.id).order_by(Message.id)))
        feed = db.scalars(select(Feed.id).where(Feed.email == "anna@example.org")).one()
    with given.database.writing() as db:
        db.execute(update(Message).where(Message.id == ids[-1]).values(state="failed", problem="y"))
    given.row(Attempt, message_id=ids[-1], at=NOON, outcome="failed", code=550, answer="z")
    came = {"received_at": NOON, "session_id": session, "sender": "aino@example.org", "answer": "declined"}
    given.row(Inbound, digest="1", outcome="applied", comment="å", **came)
    proposed = {"kind": "counter", "proposal": "open", "attendee": "aino@example.org"}
    given.row(Inbound, digest="2", outcome="noted", comment="å", **proposed, **came)
    given.row(Inbound, digest="3", outcome="forwarded", kind="letter", subject="ä", text="å", **came)
    for version in (1, 2):
        about = {"series_id": series, "kind": "registration-confirmed", "language": "fi", "version": version}
        given.row(MailTemplate, subject="ä", text="ö", actor=f"key:{series}", created_at=NOON, **about)
    with given.database.reading() as db:
        organiser = db.scalars(select(Series.organiser_id).where(Series.id == series)).one()
        partner = db.scalars(select(SeriesPartner.organisation_id)).one()
    given.row_without_id(OrganisationFeed, organisation_id=partner, id=partner, created_at=NOON)
    secrets = Secrets(SECRET_KEY)
    own, staff = secrets.token(FEED, feed), secrets.token(STAFF_FEED, partner)
    rule = given.row(ReminderRule, series_id=series, anchor="session-start", offset_minutes=-60)
    way_out = f"/unsubscribe/{secrets.signed(UNSUBSCRIBE, f'{series_scope(series)} nobody@example.org')}"
    feeds = f"/feeds/person/{own}", f"/feeds/staff/{staff}"
    return MessagesPages(ids[0], ids[-1], *feeds, organiser, session, rule, [way_out])


def _staff_list(given: Given, series: UUID, who: tuple[UUID, UUID], offering: UUID) -> UUID:
    name, email = f"[staff_lists.roster]{ATTACK}", f"{ATTACK}@example.org"
    roster = {"numbers": [1], "names": [name], "emails": [email], "units": [ATTACK], "kept": []}
    return given.row(
        StaffList, series_id=series, organisation_id=who[0], actor=f"account:{who[1]}", offering_ids=[str(offering)],
        roster=roster, batches=None, created_at=NOON,
    )  # fmt: skip
