"""What the fields of a change are called, and what stood and stands in them, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.catalogue import term_words, words
from services.catalogue.queries.changes import DIFFERENCES, IDS, TERMS, Changed
from services.catalogue.queries.history_names import Names, SessionName
from services.catalogue.rehearsal_words import before_words, lasting_words
from shared.web.date_filters import language as reader_language
from shared.web.dates import date, moment_text, zone_name
from shared.web.numbers import number
from shared.web.partner_words import partner_role_word

#: one field: what it is called, what it said before, and says after; None before where only what came or went is told
Told = tuple[str, str | None, str]

_MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at", "promotes_until", "visible_from", "due_at")
_SWITCHES = (
    *("for_customers", "is_listed_anyway", "waitlist", "needs_approval", "promotes_groups"),
    *("required", "shown_to_contact", "shown_to_presenters", "is_sensitive"),
)


def named(names: Names, zone: str) -> dict[UUID, str]:
    """Every name by its id; a session's with its day where another has the same title."""
    sessions = {one: session_name(name, zone) for one, name in names.sessions.items()}
    terms = {one: term_words.name(term) for one, term in names.terms.items()}
    return {**names.said, **sessions, **terms}


def session_name(name: SessionName, zone: str) -> str:
    """As it is told from those of the same title."""
    return f"{name.title}, {date(name.starts_at, zone, reader_language())}" if name.starts_at else name.title


def told_values(changes: Iterable[Changed], zone: str, names: Mapping[UUID, str]) -> list[Told]:
    """The changes in the order in which forms ask: a start before its end. An empty value is a dash."""
    labels = field_words()
    order = list(labels)
    known = sorted((one for one in changes if one.field in labels), key=lambda one: order.index(one.field))
    told: list[Told] = []
    for one in known:
        was, now = (_said(one.field, text, zone, names) for text in (one.before, one.after))
        if one.field not in DIFFERENCES:
            told.append((labels[one.field], was, now))
            continue
        if one.before:
            told.append((labels[one.field], None, _("no longer %(names)s", names=was)))
        if one.after:
            told.append((labels[one.field], None, _("new: %(names)s", names=now)))
    return told


def fields_of(detail: Mapping[str, Any]) -> list[str]:
    """The fields that were changed, as forms call them and in their order; those of no form are left out."""
    changed = detail.get("fields", [])
    return list(dict.fromkeys(label for name, label in field_words().items() if name in changed))


def value_words(field: str, text: str | None, zone: str) -> str:
    """A value as people read it."""
    if field in _SWITCHES and text is not None:
        return _("Yes") if text else _("No")
    if not text:
        return _("No limit") if field == "capacity" else "–"
    try:
        if field in _MOMENTS:
            return moment_text(datetime.fromisoformat(text), zone, reader_language())
        known = _readers().get(field)
        return known(text) if known else text
    except (ValueError, KeyError, ArithmeticError):
        return text


def _said(field: str, text: str | None, zone: str, names: Mapping[UUID, str]) -> str:
    if not text or not (field == TERMS or field in IDS):
        return value_words(field, text, zone)
    return ", ".join(sorted(names.get(UUID(one)) or _("one that is removed") for one in text.split()))


def _readers() -> dict[str, Callable[[str], str]]:
    return {
        "mode": words.mode_word,
        "kind": _kind_word,
        "language": words.language_word,
        "role": partner_role_word,
        "presenter_role": words.presenter_role_word,
        "audience": _audience_word,
        "since": words.since_word,
        "captions": words.captions_word,
        "credits": lambda text: number(Decimal(text)),
        "rehearsal_before": lambda minutes: before_words(int(minutes)),
        "rehearsal_minutes": lambda minutes: lasting_words(int(minutes)),
        "timezone": lambda name: zone_name(name, reader_language()),
    }


def _kind_word(kind: str) -> str:
    """Of a series, a session, a material or a question: each has words of its own."""
    for known in (words.kind_word, words.session_kind_word, words.material_kind_word):
        try:
            return known(kind)
        except KeyError:
            continue
    return words.question_kind_word(kind)


def _audience_word(audience: str) -> str:
    """Who sees a material; for whom a series is stands there in its organiser's own words."""
    try:
        return words.audience_word(audience)
    except KeyError:
        return audience


def field_words() -> dict[str, str]:
    """What each field is called, in the order in which forms ask."""
    return {
        "title": _("Title"),
        "name": _("Name"),
        "label": _("Question"),
        "presenter_title": _("Position"),
        "presenter_role": _("Role"),
        "kind": _("What is it"),
        "organiser_id": _("Organiser"),
        "role": _("Role"),
        "summary": _("In one or two sentences"),
        "audience": _("For whom"),
        "description": _("Description"),
        "help": _("Explanation under the question"),
        "options": _("Options"),
        "position": _("Order"),
        "language": _("Language"),
        "credits": _("ECTS credits"),
        "timezone": _("Time zone"),
        "retention_months": _("Months that personal data is kept"),
        "entries_days_before": _("Calendar entries, days before each session"),
        "term_ids": _("Themes and target groups"),
        "for_customers": _("Only for the staff of its customers"),
        "is_listed_anyway": _("Show it in the public catalogue all the same"),
        "starts_at": _("Starts at"),
        "ends_at": _("Ends at"),
        "url": _("Web address"),
        "since": _("From when"),
        "visible_from": _("From when"),
        "captions": _("Captions"),
        "mode": _("How is it held"),
        "join_url": _("Link to join"),
        "venue": _("Venue"),
        "rehearsal_before": _("Rehearsal"),
        "rehearsal_minutes": _("How long the rehearsal lasts"),
        "session_ids": _("Sessions"),
        "opens_at": _("Registration opens on"),
        "closes_at": _("Registration closes on"),
        "places": _("Places"),
        "capacity": _("Places"),
        "waitlist": _("Waiting list"),
        "needs_approval": _("Whoever registers waits for your yes"),
        "promotes_groups": _("Groups move up from the waiting list together"),
        "promotes_until": _("People move up from the waiting list until"),
        "region": _("Region it is meant for"),
        "instructions": _("Instructions"),
        "session_id": _("It is due before"),
        "days_before": _("Days before the session"),
        "due_at": _("By when"),
        "offering_id": _("For whom"),
        "remind_days": _("Remind people so many days before it is due"),
        "customer_id": _("Who may register"),
        "requirements": _("What is needed first"),
        "required": _("An answer is required"),
        "shown_to_contact": _("The contact of the person's organisation sees the answer, and may give it"),
        "shown_to_presenters": _("Presenters see the answers, without names"),
        "is_sensitive": _("It is sensitive: health, diet, access needs, conviction or origin"),
    }
