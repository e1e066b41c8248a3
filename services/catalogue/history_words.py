"""What the lines of a series' history say, in the reader's language: one sentence for each kind of fact."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from services.catalogue import mail_words
from services.catalogue.queries.history import Fact
from services.catalogue.words import reply_word
from shared.web.date_filters import language as reader_language
from shared.web.dates import moment_text

#: stands where nobody knows the name any more
NAMELESS = "–"
_TIMES = frozenset({"starts_at", "ends_at", "timezone"})
_PLACES = frozenset({"mode", "venue"})
_LINK = frozenset({"join_url"})


def sentence(fact: Fact, names: Mapping[UUID, str], zone: str) -> str:
    """What happened, to what and with whom. What was removed or erased since has no name any more."""
    about = names.get(fact.session_id or fact.offering_id or UUID(int=0), NAMELESS)
    whom = names.get(fact.subject_id) if fact.subject_id else None
    said = (
        _of_series(fact, zone) | _of_people(fact, whom or NAMELESS) | _of_sessions(fact, about) | _of_offerings(about)
    )
    said |= _unnamed(about) if whom is None else _named(about, whom)
    if fact.kind == "announcement.sent" and whom and "recipients" in fact.detail:
        return _message_sent(whom, fact.detail["recipients"])
    return said[fact.kind]


def who(fact: Fact, names: Mapping[UUID, str]) -> str | None:
    """Who did it, by name; None when nobody known did."""
    _kind, _colon, said = fact.actor.partition(":")
    return names.get(UUID(said)) if said else None


def can_be_undone(kind: str) -> bool:
    """Whether this is of a kind of which people have been told for good."""
    return kind not in ("session.cancelled", "announcement.sent")


def _of_series(fact: Fact, zone: str) -> dict[str, str]:
    return {
        "series.added": _("The draft was made."),
        "series.changed": _("The series was changed."),
        "series.publishing_planned": _publishing_planned(fact.detail.get("at"), zone),
        "series.publishing_withdrawn": _("The time of publishing was taken back."),
        "series.link_made": _("A link for colleagues to see the draft was made."),
        "series.link_ended": _("The link for colleagues to see the draft was ended."),
        "series.published": _("The series was published."),
        "series.archived": _("The series was archived."),
        "reminders.changed": mail_words.reminder_sentence(fact.detail),
        "template.changed": mail_words.words_sentence(fact.detail),
    }


def _publishing_planned(at: str | None, zone: str) -> str:
    if at is None:
        return _("The time of publishing was set.")
    when = moment_text(datetime.fromisoformat(at), zone, reader_language())
    return _("The time of publishing was set: %(when)s.", when=when)


def _of_people(fact: Fact, name: str) -> dict[str, str]:
    return {
        "series.partner_added": _("%(name)s became a partner.", name=name),
        "series.partner_changed": _("The role of %(name)s was changed.", name=name),
        "series.partner_left": _("%(name)s said that it is not part of the series.", name=name),
        "series.partner_removed": _("%(name)s is no longer a partner.", name=name),
        "series.handover_asked": _("%(name)s was asked to lead the series.", name=name),
        "series.handover_declined": _("%(name)s did not want to lead the series.", name=name),
        "series.handover_withdrawn": _("%(name)s is no longer asked to lead the series.", name=name),
        "series.handed_over": _("The series was handed over to %(name)s.", name=name),
        "series.responsible_changed": _("Who answers for the series was changed.")
        if fact.subject_id
        else _("All its organisers answer for the series from now on."),
    }


def _of_sessions(fact: Fact, name: str) -> dict[str, str]:
    reply = fact.detail.get("reply")
    answered = _("The invitation to “%(name)s” was answered.", name=name)
    return {
        "session.added": _("The session “%(name)s” was added.", name=name),
        "session.changed": _("The session “%(name)s” was changed.", name=name),
        "session.move_undone": _("“%(name)s” was put back as it had been, before anybody was told.", name=name),
        "session.moved": _moved(frozenset(fact.detail.get("fields", ())), name),
        "session.removed": _("A session was removed.")
        if name == NAMELESS
        else _("The session “%(name)s” was removed.", name=name),
        "session.cancelled": _("The session “%(name)s” was cancelled.", name=name),
        "presenter.replied": f"{answered} {reply_word(reply)}." if reply else answered,
    }


def _moved(fields: frozenset[str], name: str) -> str:
    """By what of it calendars have to follow. Of old lines it isn't known."""
    of_time, of_place, of_link = (bool(fields & one) for one in (_TIMES, _PLACES, _LINK))
    if of_time and of_place:
        return _("When and where “%(name)s” is held was changed.", name=name)
    if of_time and of_link:
        return _("When “%(name)s” is held and the link to join it were changed.", name=name)
    if of_time:
        return _("When “%(name)s” is held was changed.", name=name)
    if of_place:
        return _("Where “%(name)s” is held was changed.", name=name)
    if of_link:
        return _("The link to join “%(name)s” was changed.", name=name)
    return _("When or where “%(name)s” is held was changed.", name=name)


def _of_offerings(name: str) -> dict[str, str]:
    return {
        "offering.added": _("The way to register “%(name)s” was added.", name=name),
        "offering.removed": _("A way to register was removed.")
        if name == NAMELESS
        else _("The way to register “%(name)s” was removed.", name=name),
        "offering.changed": _("The way to register “%(name)s” was changed.", name=name),
    }


def _named(about: str, whom: str) -> dict[str, str]:
    return {
        "series.copied": _("It was copied from “%(what)s”.", what=whom),
        "series.project_set": _("The series was put into the project “%(what)s”.", what=whom),
        "series.project_left": _("The series was taken out of the project “%(what)s”.", what=whom),
        "series.responsible_changed": _("%(who)s answers for the series from now on.", who=whom),
        "presenter.added": _("%(who)s was added as a presenter of “%(name)s”.", who=whom, name=about),
        "presenter.changed": _("What is shown of %(who)s, who presents “%(name)s”, was changed.", who=whom, name=about),
        "presenter.removed": _("%(who)s no longer presents “%(name)s”.", who=whom, name=about),
        "material.added": _("The material “%(what)s” was added to “%(name)s”.", what=whom, name=about),
        "material.changed": _("The material “%(what)s” of “%(name)s” was changed.", what=whom, name=about),
        "material.removed": _("The material “%(what)s” of “%(name)s” was removed.", what=whom, name=about),
        "question.added": _("The question “%(what)s” was added to “%(name)s”.", what=whom, name=about),
        "question.changed": _("The question “%(what)s” of “%(name)s” was changed.", what=whom, name=about),
        "question.removed": _("The question “%(what)s” of “%(name)s” was removed.", what=whom, name=about),
        "offering.quota_set": _("The quota of %(who)s in “%(name)s” was set.", who=whom, name=about),
        "offering.quota_removed": _("The quota of %(who)s in “%(name)s” was removed.", who=whom, name=about),
        "assignment.added": _("The preliminary assignment “%(name)s” was set.", name=whom),
        "assignment.changed": _("The preliminary assignment “%(name)s” was changed.", name=whom),
        "assignment.removed": _("The preliminary assignment “%(name)s” was removed.", name=whom),
        "announcement.sent": _("The message “%(what)s” went to people of the series.", what=whom),
        "announcement.not_sent": _("The message “%(what)s” did not go out when its time came.", what=whom),
        "announcement.planned": _("The message “%(what)s” to people of the series was planned.", what=whom),
        "announcement.changed": _("The planned message “%(what)s” was changed.", what=whom),
        "announcement.withdrawn": _("The planned message “%(what)s” was taken back.", what=whom),
    }


def _unnamed(about: str) -> dict[str, str]:
    return {
        "series.copied": _("It was copied from another series."),
        "series.project_set": _("The series was put into a project."),
        "series.project_left": _("The series was taken out of a project."),
        "presenter.added": _("A presenter of “%(name)s” was added.", name=about),
        "presenter.changed": _("A presenter of “%(name)s” was changed.", name=about),
        "presenter.removed": _("A presenter of “%(name)s” was removed.", name=about),
        "material.added": _("Material was added to “%(name)s”.", name=about),
        "material.changed": _("Material of “%(name)s” was changed.", name=about),
        "material.removed": _("Material of “%(name)s” was removed.", name=about),
        "question.added": _("A question of “%(name)s” was added.", name=about),
        "question.changed": _("A question of “%(name)s” was changed.", name=about),
        "question.removed": _("A question of “%(name)s” was removed.", name=about),
        "offering.quota_set": _("A quota of “%(name)s” was set.", name=about),
        "offering.quota_removed": _("A quota of “%(name)s” was removed.", name=about),
        "assignment.added": _("A preliminary assignment was set."),
        "assignment.changed": _("A preliminary assignment was changed."),
        "assignment.removed": _("A preliminary assignment was removed."),
        "announcement.sent": _("A message went to people of the series."),
        "announcement.not_sent": _("A planned message did not go out when its time came."),
        "announcement.planned": _("A message to people of the series was planned."),
        "announcement.changed": _("A planned message was changed."),
        "announcement.withdrawn": _("A planned message was taken back."),
    }


def _message_sent(subject: str, people: int) -> str:
    return ngettext(
        "The message “%(what)s” went to one person.",
        "The message “%(what)s” went to %(num)s people.",
        people,
        what=subject,
    )
