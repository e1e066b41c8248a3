"""What the lines of a series' history say, in the reader's language: one sentence for each kind of fact."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.catalogue import term_words
from services.catalogue.queries.changes import TERMS, Changed
from services.catalogue.rehearsal_words import before_words, lasting_words
from services.catalogue.words import kind_word, language_word, mode_word, reply_word
from shared.web.date_filters import language as reader_language
from shared.web.dates import moment_text, zone_name


def sentence(kind: str, name: str | None, detail: Mapping[str, Any]) -> str:
    """What happened. ``name``: of the session or offering it happened to; none when that was removed since."""
    said = _of_series() | _of_partners(name or "–") | _of_sessions(name or "–") | _of_offerings(name or "–")
    said |= _of_assignments(detail)
    reply = detail.get("reply")
    return f"{said[kind]} {reply_word(reply)}." if kind == "presenter.replied" and reply else said[kind]


def told_values(
    changes: Iterable[Changed], zone: str, terms: Mapping[UUID, Any] | None = None
) -> list[tuple[str, str, str]]:
    """What each field is called and what it said before and after, in the reader's words; an empty one is a dash.

    ``terms``: the themes and target groups that there still are, by their ids.
    """
    names = _field_words()

    def said(field: str, text: str | None) -> str:
        return _named_terms(text, terms or {}) if field == TERMS and text else value_words(field, text, zone)

    return [
        (name, said(one.field, one.before), said(one.field, one.after))
        for one in changes
        if (name := names.get(one.field)) and one.field != "organiser_id"
    ]


def value_words(field: str, text: str | None, zone: str) -> str:
    """A value as people read it."""
    if not text:
        return "–"
    try:
        if field in ("starts_at", "ends_at"):
            return moment_text(datetime.fromisoformat(text), zone, reader_language())
        words: dict[str, Callable[[str], str]] = {"mode": mode_word, "kind": kind_word, "language": language_word}
        words["rehearsal_before"] = lambda minutes: before_words(int(minutes))
        words["rehearsal_minutes"] = lambda minutes: lasting_words(int(minutes))
        words["timezone"] = lambda name: zone_name(name, reader_language())
        known = words.get(field)
        return known(text) if known else text
    except (ValueError, KeyError):
        return text


def _named_terms(text: str, terms: Mapping[UUID, Any]) -> str:
    known = [terms.get(UUID(one)) for one in text.split()]
    return ", ".join(sorted(term_words.name(one) if one else _("one that is removed") for one in known))


def can_be_undone(kind: str) -> bool:
    """Whether this is of a kind of which people have been told for good."""
    return kind not in ("session.cancelled", "announcement.sent")


def fields_of(detail: Mapping[str, Any]) -> list[str]:
    """The fields that were changed, as forms call them; those of no form are left out."""
    names = _field_words()
    return list(dict.fromkeys(names[name] for name in detail.get("fields", []) if name in names))


def _of_series() -> dict[str, str]:
    return {
        "series.added": _("The draft was made."),
        "series.copied": _("It was copied from an earlier series."),
        "series.changed": _("The series was changed."),
        "series.publishing_planned": _("The time of publishing was set."),
        "series.publishing_withdrawn": _("The time of publishing was taken back."),
        "series.link_made": _("A link for colleagues to see the draft was made."),
        "series.link_ended": _("The link for colleagues to see the draft was ended."),
        "series.published": _("The series was published."),
        "series.archived": _("The series was archived."),
        "announcement.sent": _("A message went to people of the series."),
        "announcement.planned": _("A message to people of the series was planned."),
        "announcement.withdrawn": _("A planned message was taken back."),
        "reminders.changed": _("The reminders were changed."),
        "template.changed": _("The words of a mail were changed."),
        "session.removed": _("A session was removed."),
        "offering.removed": _("A way to register was removed."),
    }


def _of_partners(name: str) -> dict[str, str]:
    return {
        "series.partner_added": _("%(name)s became a partner.", name=name),
        "series.partner_changed": _("The role of %(name)s was changed.", name=name),
        "series.partner_left": _("%(name)s said that it is not part of the series.", name=name),
        "series.partner_removed": _("%(name)s is no longer a partner.", name=name),
        "series.handover_asked": _("%(name)s was asked to lead the series.", name=name),
        "series.handover_declined": _("%(name)s did not want to lead the series.", name=name),
        "series.handover_withdrawn": _("%(name)s is no longer asked to lead the series.", name=name),
        "series.handed_over": _("The series was handed over to %(name)s.", name=name),
        "series.project_set": _("The series was put into a project."),
        "series.project_left": _("The series was taken out of a project."),
        "series.responsible_changed": _("Who answers for the series was changed."),
    }


def _of_sessions(name: str) -> dict[str, str]:
    return {
        "session.added": _("The session “%(name)s” was added.", name=name),
        "session.changed": _("The session “%(name)s” was changed.", name=name),
        "session.move_undone": _("“%(name)s” was put back as it had been, before anybody was told.", name=name),
        "session.moved": _("When or where “%(name)s” is held was changed.", name=name),
        "session.cancelled": _("The session “%(name)s” was cancelled.", name=name),
        "material.added": _("Material was added to “%(name)s”.", name=name),
        "material.changed": _("Material of “%(name)s” was changed.", name=name),
        "material.removed": _("Material of “%(name)s” was removed.", name=name),
        "presenter.added": _("A presenter of “%(name)s” was added.", name=name),
        "presenter.changed": _("A presenter of “%(name)s” was changed.", name=name),
        "presenter.removed": _("A presenter of “%(name)s” was removed.", name=name),
        "presenter.replied": _("The invitation to “%(name)s” was answered.", name=name),
    }


def _of_offerings(name: str) -> dict[str, str]:
    return {
        "offering.added": _("The way to register “%(name)s” was added.", name=name),
        "offering.changed": _("The way to register “%(name)s” was changed.", name=name),
        "offering.quota_set": _("A quota of “%(name)s” was set.", name=name),
        "offering.quota_removed": _("A quota of “%(name)s” was removed.", name=name),
        "question.added": _("A question of “%(name)s” was added.", name=name),
        "question.changed": _("A question of “%(name)s” was changed.", name=name),
        "question.removed": _("A question of “%(name)s” was removed.", name=name),
    }


def _of_assignments(detail: Mapping[str, Any]) -> dict[str, str]:
    name = detail.get("title", "–")
    return {
        "assignment.added": _("The preliminary assignment “%(name)s” was set.", name=name),
        "assignment.changed": _("The preliminary assignment “%(name)s” was changed.", name=name),
        "assignment.removed": _("The preliminary assignment “%(name)s” was removed.", name=name),
    }


def _field_words() -> dict[str, str]:
    return {
        "title": _("Title"),
        "name": _("Name"),
        "kind": _("What is it"),
        "organiser_id": _("Organiser"),
        "summary": _("In one or two sentences"),
        "audience": _("For whom"),
        "description": _("Description"),
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
        "capacity": _("Places"),
        "waitlist": _("Waiting list"),
        "needs_approval": _("Whoever registers waits for your yes"),
        "region": _("Region it is meant for"),
        "instructions": _("Instructions"),
        "session_id": _("It is due before"),
        "days_before": _("Days before the session"),
        "due_at": _("By when"),
        "offering_id": _("For whom"),
        "remind_days": _("Remind people so many days before it is due"),
        "customer_id": _("Who may register"),
        "requirements": _("What is needed first"),
    }
