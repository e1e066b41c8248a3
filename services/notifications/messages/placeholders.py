"""What organisers may put into their own words: for each kind of mail its placeholders, all in this one place.

A new kind of mail that participants or presenters of a series get belongs into PLACEHOLDERS. None holds a personal
link: what lets its reader in stands in the button and the small print, which stay whatever an organiser writes.
"""

from collections.abc import Callable

from flask_babel import gettext as _

from services.notifications.messages.assignments import asked_for, due_words
from services.notifications.messages.calendar_part import told_before
from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter
from services.notifications.messages.registrations import title_of
from services.notifications.messages.sessions import is_presenter
from services.notifications.queries import registration_facts
from services.notifications.rules import kinds
from services.notifications.rules.template_language import Vocabulary
from shared.web import dates

_ALWAYS = ("name", "title", "series", "organiser", "standard")
_PLACE = (*_ALWAYS, "offering", "when", "place", "join_link", "presenters", "sessions")
_REGISTRATION = (*_ALWAYS, "offering")
_SESSION = (*_ALWAYS, "when", "place", "join_link", "presenters")

#: kind -> what may stand in its words
PLACEHOLDERS: dict[str, tuple[str, ...]] = {
    kinds.REGISTRATION_CONFIRMED: _PLACE,
    kinds.REGISTRATION_WAITLISTED: (*_REGISTRATION, "number"),
    kinds.REGISTRATION_PROMOTED: _PLACE,
    kinds.REGISTRATION_REQUESTED: _REGISTRATION,
    kinds.REGISTRATION_DECLINED: (*_REGISTRATION, "reason"),
    kinds.REGISTRATION_CANCELLED: _REGISTRATION,
    kinds.PRESENTER_INVITED: _SESSION,
    kinds.SESSION_MOVED: (*_SESSION, "before", "presenting"),
    kinds.SESSION_CANCELLED: (*_ALWAYS, "when", "place", "presenting"),
    kinds.REMINDER: (*_SESSION, "day", "time", "presenting"),
    kinds.MATERIAL: (*_ALWAYS, "presenters"),
    kinds.FEEDBACK: (*_ALWAYS, "presenters"),
    kinds.ASSIGNMENT: (*_REGISTRATION, "assignment", "due"),
}
_ADDRESSES = {"join_link"}


def vocabulary(kind: str) -> Vocabulary:
    """The placeholders of a kind of mail, and which of them are web addresses."""
    return {name: name in _ADDRESSES for name in PLACEHOLDERS[kind]}


def value_of(name: str, desk: Desk, letter: Letter) -> str:
    """What stands there in this mail, from the same facts as all the rest of it."""
    return _VALUES[name](desk, letter)


def _when(desk: Desk, letter: Letter) -> str:
    leaf = letter.leaf
    return dates.span(leaf.starts_at, leaf.ends_at, leaf.zone, desk.message.language) if leaf else ""


def _before(desk: Desk, _letter: Letter) -> str:
    session = desk.session()
    before = told_before(desk, session)
    if before is None or (before.starts_at, before.ends_at) == (session.starts_at, session.ends_at):
        return ""
    return dates.span(before.starts_at, before.ends_at, session.timezone, desk.message.language)


def _day(desk: Desk, _letter: Letter) -> str:
    session = desk.session()
    return dates.relative_day(session.starts_at, desk.now, session.timezone, desk.message.language)


def _time(desk: Desk, _letter: Letter) -> str:
    session = desk.session()
    return dates.clock(session.starts_at, session.timezone, desk.message.language)


def _sessions(_desk: Desk, letter: Letter) -> str:
    shown = sum(point.stop is not None for point in letter.points)
    return str(shown or (1 if letter.leaf else 0))


_VALUES: dict[str, Callable[[Desk, Letter], str]] = {
    "name": lambda desk, _letter: desk.message.recipient_name,
    "title": lambda desk, _letter: title_of(desk),
    "series": lambda desk, _letter: desk.series().title,
    "organiser": lambda desk, _letter: desk.series().organiser,
    "standard": lambda _desk, letter: "\n\n".join(paragraph for paragraph in letter.paragraphs if paragraph),
    "offering": lambda desk, _letter: desk.registration().offering_name,
    "when": _when,
    "place": lambda _desk, letter: (letter.leaf.place or "") if letter.leaf else "",
    "join_link": lambda desk, _letter: (desk.session().join_url or "") if desk.message.session_id else "",
    "presenters": lambda desk, _letter: (
        "; ".join(desk.presenters(desk.message.session_id)) if desk.message.session_id else ""
    ),
    "sessions": _sessions,
    "number": lambda desk, _letter: str(registration_facts.place_in_line(desk.db, desk.registration())),
    "reason": lambda desk, _letter: desk.registration().told_reason,
    "assignment": lambda desk, _letter: asked_for(desk).title,
    "due": lambda desk, _letter: due_words(desk),
    "before": _before,
    "day": _day,
    "time": _time,
    "presenting": lambda desk, _letter: _("presenter") if is_presenter(desk) else "",
}
