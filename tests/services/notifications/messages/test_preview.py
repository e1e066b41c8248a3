"""Any mail of a series, looked at before it goes: with whom it is for, or a sample; nothing is stored."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.notifications.messages.letter import NothingToSay
from services.notifications.messages.placeholders import PLACEHOLDERS
from services.notifications.messages.preview import Preview, Wanted, preview, subjects
from services.notifications.messages.preview_kinds import ABOUT
from services.notifications.messages.secret_links import HIDDEN
from services.notifications.queries.own_words import Words
from services.notifications.rules import kinds
from shared.schema.base import Base, new_id
from shared.schema.mail_templates import MailTemplate
from shared.schema.materials import Material
from shared.schema.registration import Registration
from shared.schema.reminders import ReminderRule
from tests.support.deliveries import Office
from tests.support.factories import NOON

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OF_CONTACTS = {kinds.BATCH_SUMMARY, kinds.REQUESTS_ANSWERED}
WITH_WORDS = {kinds.ANNOUNCEMENT: Words("Sali vaihtui", "Tulkaa saliin 2.")}


@pytest.fixture
def series(office: Office) -> UUID:
    return office.given.series(office.given.organisation("Sospro Oy"), title="Kierros", slug="kierros")


@pytest.fixture(autouse=True)
def rules(office: Office) -> None:
    """What the installation asks after a session; it reminds of one by itself."""
    says = {"anchor": "session-end", "offset_minutes": 60, "link": "https://forms.example.org/1"}
    for what in ("material", "feedback"):
        office.given.row(ReminderRule, says=what, **says)


def look(office: Office, kind: str, series: UUID, language: str = "en", **more: Any) -> Preview:
    with office.app.test_request_context(), office.own.reading() as db:
        wanted = Wanted(kind, series, language, **{"words": WITH_WORDS.get(kind), **more})
        return preview(db, office.settings, wanted)


def rows(office: Office) -> dict[str, int]:
    with office.own.reading() as db:
        return {
            table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables
        }


@on_sqlite
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("has_sessions", [False, True])
def test_every_kind_can_be_looked_at_before_anybody_registered(
    office: Office, series: UUID, language: str, has_sessions: bool
) -> None:
    if has_sessions:
        office.given.offering(series, [office.given.session(series, title="Ilta 1")])
    before = rows(office)
    for kind in ABOUT:
        if kind in OF_CONTACTS or kind == kinds.MATERIAL:
            with pytest.raises(NothingToSay):
                look(office, kind, series, language)
            continue
        shown = look(office, kind, series, language)
        assert shown.is_sample is (not has_sessions or ABOUT[kind] != "session"), kind
        assert shown.content.subject
        assert f'lang="{language}"' in shown.content.html
        assert "\ue000" not in shown.content.html + shown.content.text
        assert ("Ilta 1" in shown.content.text + shown.content.subject) >= (has_sessions and ABOUT[kind] == "session")
    assert rows(office) == before


def test_mail_is_looked_at_with_the_newest_or_the_chosen_of_those_it_is_for(office: Office, series: UUID) -> None:
    sessions = [office.given.session(series, NOON + timedelta(days=day), title=f"Ilta {day}") for day in (7, 14)]
    offering = office.given.offering(series, sessions, name="Koko kierros")
    office.person("anna@example.org")
    [anna] = office.register(offering, "anna@example.org")
    office.register(offering, "wait@example.org", state="waitlisted")
    [no] = office.register(offering, "no@example.org", state="rejected")
    office.change(Registration, no, told_reason="Ryhmä on täynnä.")
    shown = look(office, kinds.REGISTRATION_CONFIRMED, series)
    assert not shown.is_sample
    assert "Each comes into your calendar" in shown.content.text
    assert HIDDEN in shown.content.text
    assert "number 1 on the waiting list" in look(office, kinds.REGISTRATION_WAITLISTED, series).content.text
    assert "Ryhmä on täynnä." in look(office, kinds.REGISTRATION_DECLINED, series, subject_id=no).content.text
    assert look(office, kinds.REGISTRATION_CONFIRMED, series, subject_id=anna) == shown
    for wrong in (no, new_id()):
        with pytest.raises(NothingToSay):
            look(office, kinds.REGISTRATION_CONFIRMED, series, subject_id=wrong)
    with pytest.raises(NothingToSay):
        look(office, kinds.REGISTRATION_CONFIRMED, office.given.series(), subject_id=anna)
    assert "Ilta 7" in look(office, kinds.REMINDER, series, subject_id=sessions[0]).content.subject


def test_those_to_choose_from_are_of_this_series_and_kind(office: Office, series: UUID) -> None:
    session = office.given.session(series, title="Ilta 1")
    office.given.session(series, title="Peruttu", state="cancelled")
    offering = office.given.offering(series, [session], name="Koko kierros")
    presenter = office.given.presenter(session)
    people = [office.register(offering, f"p{number}@example.org")[0] for number in range(3)]
    office.register(offering, "gone@example.org", state="cancelled")
    office.register(office.given.offering(office.given.series()), "other@example.org")
    with office.own.reading() as db:
        found = {
            kind: [row.id for row in subjects(db, kind, series)]
            for kind in (kinds.REGISTRATION_CONFIRMED, kinds.REMINDER, kinds.PRESENTER_INVITED, kinds.OWN_LINK)
        }
    assert found[kinds.REGISTRATION_CONFIRMED] == found[kinds.OWN_LINK] == people[::-1]
    assert found[kinds.REMINDER] == [session]
    assert found[kinds.PRESENTER_INVITED] == [presenter]


def test_contacts_mail_names_whom_they_registered(office: Office, series: UUID) -> None:
    offering = office.given.offering(series, [office.given.session(series)])
    office.register(offering, "anna@example.org", contact_email="c@example.org", contact_name="Sirpa")
    assert "anna@example.org" in look(office, kinds.BATCH_SUMMARY, series).content.text


@on_sqlite
def test_place_in_one_session_brings_its_entry_and_a_cancelled_one_is_shown_as_such(
    office: Office, series: UUID
) -> None:
    office.given.offering(series, [office.given.session(series, title="Ilta 1")])
    confirmed = look(office, kinds.REGISTRATION_CONFIRMED, series).content
    assert (confirmed.method, confirmed.subject) == ("REQUEST", "You have a place: Ilta 1")
    assert "The calendar entry comes with this mail." in confirmed.text
    assert "Cancelled" in look(office, kinds.SESSION_CANCELLED, series).content.text
    assert "Before, it was to be" in look(office, kinds.SESSION_MOVED, series).content.text
    assert "Coming up tomorrow" in look(office, kinds.REMINDER, series).content.subject


@on_sqlite
@pytest.mark.parametrize("kind", sorted(PLACEHOLDERS))
def test_every_placeholder_of_a_kind_can_be_filled_in(office: Office, series: UUID, kind: str) -> None:
    session = office.given.session(series)
    office.given.row(Material, session_id=session, title="Kalvot", url="https://files.example.org/1", created_at=NOON)
    text = "\n".join(f"{name}: <{{{{ {name} }}}}>" for name in PLACEHOLDERS[kind])
    shown = look(office, kind, series, words=Words("{{ title }}", text)).content
    optional = {"presenters", "presenting", "place", "before"} | (
        {"when", "join_link"} - set(PLACEHOLDERS[kinds.REMINDER])
    )
    empty = [name for name in PLACEHOLDERS[kind] if f"{name}: <>" in shown.text]
    assert set(empty) <= optional
    assert "Anna Laine" in shown.text


@on_sqlite
def test_draft_stands_in_the_place_of_words_in_use(office: Office, series: UUID) -> None:
    kept = {"series_id": series, "kind": kinds.REGISTRATION_CONFIRMED, "language": "en", "version": 1}
    office.given.row(MailTemplate, subject="Kept", text="", actor="key:1", created_at=NOON, **kept)
    assert look(office, kinds.REGISTRATION_CONFIRMED, series).content.subject == "Kept"
    draft = look(office, kinds.REGISTRATION_CONFIRMED, series, words=Words("Draft", "**Hi**")).content
    assert draft.subject == "Draft"
    assert "<strong>Hi</strong>" in draft.html
    assert look(office, kinds.REGISTRATION_CONFIRMED, series, words=Words()).content.subject != "Kept"


@on_sqlite
def test_announcement_is_looked_at_in_its_frame(office: Office, series: UUID) -> None:
    shown = look(office, kinds.ANNOUNCEMENT, series).content
    assert shown.subject == "Sali vaihtui"
    assert "Tulkaa saliin 2." in shown.text
    assert "Sospro Oy wrote it" in shown.text
