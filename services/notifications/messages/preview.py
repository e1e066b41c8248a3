"""Any mail of a series as it would go out, with the series' real people and sessions: nothing is stored or sent.

Links that let someone in are hidden. Where there is nobody yet whom the mail is for, a sample stands in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.notifications.messages.letter import NothingToSay
from services.notifications.messages.preview_desk import (
    SAMPLE_ADDRESS,
    PreviewDesk,
    pretended,
    sample_place,
    sample_session,
)
from services.notifications.messages.preview_kinds import ABOUT, SAYS, STATE_OF_SAMPLE, Thing
from services.notifications.messages.render import render
from services.notifications.messages.secret_links import masked
from services.notifications.messages.write import write
from services.notifications.queries import preview_subjects, reminder_rules, session_facts
from services.notifications.queries.offering_sessions import coming_of_offering
from services.notifications.queries.own_words import Words
from services.notifications.queries.session_facts import SeriesFacts
from services.notifications.rules import kinds, problems
from services.notifications.rules.content import Content
from services.notifications.rules.reminders import Meeting, moment
from shared import clock
from shared.audiences import Audience
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mail, in which language; with whose data (None: the newest), and in which words (None: those in use)."""

    kind: str
    series_id: UUID
    language: str
    subject_id: UUID | None = None
    words: Words | None = None
    #: whom an organiser's words are for, as ``shared.audiences`` calls them
    to: str = "participants"
    #: of one session alone, and which
    session_id: UUID | None = None
    #: to be mailed to whoever looks at it
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """How the mail would look. ``is_sample``: there is nobody yet whom it is for."""

    content: Content
    is_sample: bool


def subjects(db: Connection, kind: str, series_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """With whose data a mail can be looked at, the one first that is taken when none is chosen: id, label, aside."""
    return _found(db, Wanted(kind, series_id, ""))


def preview(db: Connection, settings: Settings, wanted: Wanted) -> Preview:
    """The mail as it would go out now. Raises NothingToSay when there is none, or no such person or session."""
    with force_locale(wanted.language):
        series = session_facts.series(db, wanted.series_id)
        rows = _found(db, wanted)
        if series is None or (wanted.subject_id and not rows):
            raise NothingToSay(problems.GONE)
        setting = _Setting(db, settings, wanted, series, clock.now())
        row = rows[0] if rows else None
        desk = _DESKS[ABOUT[wanted.kind]](setting, row)
        letter = write(desk)
        if wanted.is_copy:
            letter = replace(
                letter, why=_("This is a copy for you alone. Links that let someone in lead nowhere in it.")
            )
        return Preview(masked(render(letter, wanted.language)), row is None)


@dataclass(frozen=True)
class _Setting:
    db: Connection
    settings: Settings
    wanted: Wanted
    series: SeriesFacts
    now: datetime

    def desk(self, message: dict[str, Any], **facts: Any) -> PreviewDesk:
        about = {"kind": self.wanted.kind, "language": self.wanted.language, "series_id": self.series.id}
        once = {"id": uuid4(), "once": "preview", "created_at": self.now}
        whom = {"recipient_email": SAMPLE_ADDRESS, "recipient_name": _("Anna Laine")}
        now = facts.pop("now", self.now)
        row = pretended(**{**about, **once, **whom, **message})
        return PreviewDesk(self.db, row, self.settings, now, draft=self.wanted.words, to=self.wanted.to, **facts)


def _found(db: Connection, wanted: Wanted) -> Sequence[Row[*tuple[Any, ...]]]:
    thing, series_id, which = ABOUT[wanted.kind], wanted.series_id, wanted.subject_id
    if thing == "registration":
        return preview_subjects.registrations(db, series_id, wanted.kind, which)
    if thing == "addressee":
        return preview_subjects.addressees(db, _audience(wanted), clock.now(), which)
    if thing == "session":
        return preview_subjects.sessions(db, series_id, clock.now(), which)
    return (preview_subjects.presenters if thing == "presenter" else preview_subjects.batches)(db, series_id, which)


def _audience(wanted: Wanted) -> Audience:
    return Audience(wanted.series_id, wanted.to, session_id=wanted.session_id)


def _of_registration(setting: _Setting, row: Row[*tuple[Any, ...]] | None) -> PreviewDesk:
    kind, message = setting.wanted.kind, _whom(row)
    facts: dict[str, Any] = {}
    if row is None:
        offering = preview_subjects.offering(setting.db, setting.series.id)
        if offering is None:
            facts["meeting"] = sample_session(setting.series, setting.now)
        state = STATE_OF_SAMPLE.get(kind, "confirmed")
        about = (offering.id, offering.name) if offering else (uuid4(), setting.series.title)
        place = sample_place(about, state, kind == kinds.REGISTRATION_REQUESTED, setting.now)
        facts["place"], message = place, {"subject_id": place.id, "offering_id": place.offering_id}
    if kinds.method_of(kind):
        coming = coming_of_offering(setting.db, message["offering_id"], setting.now)
        if len(coming) == 1 or "meeting" in facts:
            # a place in what is one session is a place in that
            message |= {"session_id": coming[0] if coming else facts["meeting"].id, "sequence": 0}
    return setting.desk(message, **facts)


def _of_session(setting: _Setting, row: Row[*tuple[Any, ...]] | None) -> PreviewDesk:
    found = session_facts.session(setting.db, row.id) if row else None
    session = found or sample_session(setting.series, setting.now)
    if setting.wanted.kind == kinds.SESSION_CANCELLED:
        session = replace(session, is_cancelled=True)
    whom = preview_subjects.participant_of(setting.db, session.id)
    offering_id = uuid4() if whom is None else whom.offering_id
    message = {"offering_id": offering_id, **_whom(whom), "session_id": session.id, "sequence": session.revision}
    once, now = "preview", setting.now
    if says := SAYS.get(setting.wanted.kind):
        rules = reminder_rules.of_series(setting.db, setting.series.id).rules
        rule = next((one for one in rules if one.says == says and one.is_on), None)
        if rule is None:
            raise NothingToSay(problems.RULE_GONE)
        once = f"preview:{rule.told_as}:"
        now = moment(rule, Meeting(session.id, setting.series.id, session.starts_at, session.ends_at, session.timezone))
    return setting.desk({**message, "once": once}, meeting=session, now=now)


def _of_presenter(setting: _Setting, row: Row[*tuple[Any, ...]] | None) -> PreviewDesk:
    session = session_facts.session(setting.db, row.session_id) if row else None
    meeting = session or sample_session(setting.series, setting.now)
    return setting.desk({**_whom(row), "session_id": meeting.id, "sequence": meeting.revision}, meeting=meeting)


def _of_batch(setting: _Setting, row: Row[*tuple[Any, ...]] | None) -> PreviewDesk:
    if row is None:
        raise NothingToSay(problems.GONE)
    return setting.desk(_whom(row))


def _of_addressee(setting: _Setting, row: Row[*tuple[Any, ...]] | None) -> PreviewDesk:
    """Of a session that is another series' nothing is shown."""
    session_id = setting.wanted.session_id
    about = session_facts.session(setting.db, session_id) if session_id else None
    if session_id and (about is None or about.series.id != setting.series.id):
        raise NothingToSay(problems.GONE)
    if row is None and setting.wanted.to == "participants":
        return _of_registration(setting, None)
    if row is None:
        raise NothingToSay(problems.GONE)
    return setting.desk({**_whom(row), "session_id": session_id})


def _whom(row: Row[*tuple[Any, ...]] | None) -> dict[str, Any]:
    """Of a real person: who they are, and what of theirs the mail is about."""
    if row is None:
        return {}
    named = {"recipient_email": row.email, "recipient_name": row.name, "subject_id": row.id}
    return {**named, **({"offering_id": row.offering_id} if "offering_id" in row._fields else {})}


_DESKS: dict[Thing, Callable[[_Setting, Row[*tuple[Any, ...]] | None], PreviewDesk]] = {
    "registration": _of_registration,
    "session": _of_session,
    "presenter": _of_presenter,
    "batch": _of_batch,
    "addressee": _of_addressee,
}
