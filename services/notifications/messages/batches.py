"""The mail to a contact who registered others."""

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import still_coming
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.session_words import route_points
from services.notifications.queries import choices, registration_facts
from services.notifications.queries.registration_facts import BatchFacts
from services.notifications.rules import problems


def batch_summary(desk: Desk) -> Letter:
    """Who got a place, who waits, who got none; of a place given to a colleague, whose it was and is."""
    letter = _letter(desk)
    batch = registration_facts.batch(desk.db, desk.message.subject_id)
    if batch is None or batch.passed_on is None:
        return letter
    before, now = batch.passed_on
    return replace(
        letter,
        subject=_("The place has a new holder: %(title)s", title=desk.series().title),
        heading=_("The place passed on: %(before)s → %(now)s", before=before, now=now),
        paragraphs=[_("Both have got a mail of their own.")],
        why=_("You get this because you registered people for this."),
    )


def requests_answered(desk: Desk) -> Letter:
    """The organiser has said yes or no to people whom the contact registered."""
    letter = _letter(desk)
    return replace(
        letter,
        subject=_("The organiser has answered: %(title)s", title=desk.series().title),
        paragraphs=[
            _(
                "The organiser has looked at the people you registered. This is how it stands: %(counts)s.",
                counts=letter.preheader,
            ),
            _("Each of them has got a mail of their own."),
        ],
    )


def _letter(desk: Desk) -> Letter:
    batch = registration_facts.batch(desk.db, desk.message.subject_id)
    if batch is None:
        raise NothingToSay(problems.GONE)
    series = desk.series()
    total = sum(batch.counts.values())
    sessions = desk.sessions_of(batch.offering_id)
    left_out = total - len(batch.people)
    return Letter(
        subject=ngettext(
            "%(num)s person registered: %(title)s", "%(num)s people registered: %(title)s", total, title=series.title
        ),
        sender=series.organiser,
        preheader=", ".join(_counts(batch)),
        paragraphs=[
            _("Thank you. This is how it went: %(counts)s.", counts=", ".join(_counts(batch))),
            _("Everybody with a place or on the waiting list has got a mail of their own."),
            _entries(desk, batch, len(still_coming(desk, sessions))),
        ],
        action=_list_link(desk, batch),
        facts=[(_("Registered for"), batch.offering_name if batch.offering_name != series.title else "")],
        points=route_points(desk, batch.offering_id, sessions),
        items=[(f"{name} ({email})" if name else email, _state(state)) for name, email, state in batch.people],
        notes=[Note(_("And %(num)s more; the page lists them all.", num=left_out))] if left_out > 0 else [],
        why=_("You get this because you registered these people."),
    )


def _entries(desk: Desk, batch: BatchFacts, coming: int) -> str:
    """How many mails those with a place get, so that whoever registered them can tell them."""
    if coming < 2 or not batch.counts.get("confirmed"):
        return ""
    if choices.any_by_feed(desk.db, [email for _name, email, _word in batch.people]):
        return _(
            "Whoever has a place also gets a short mail with a calendar entry for each of the %(num)s sessions ahead, "
            "except those who follow their calendar feed instead.",
            num=coming,
        )
    if desk.series().entries_days_before is not None:
        return _(
            "Whoever has a place also gets a short mail with a calendar entry for each of the %(num)s sessions when it "
            "comes near, so up to %(mails)s mails in all.",
            num=coming,
            mails=coming + 1,
        )
    return _(
        "Whoever has a place also gets a short mail with a calendar entry for each of the %(num)s sessions ahead, "
        "so up to %(mails)s mails in all.",
        num=coming,
        mails=coming + 1,
    )


def _counts(batch: BatchFacts) -> list[str]:
    said = []
    for state, words in (
        ("confirmed", ngettext("%(num)s has a place", "%(num)s have a place", batch.counts.get("confirmed", 0))),
        ("waitlisted", ngettext("%(num)s waits", "%(num)s wait", batch.counts.get("waitlisted", 0))),
        (
            "asks",
            ngettext(
                "%(num)s waits for the organiser's yes",
                "%(num)s wait for the organiser's yes",
                batch.counts.get("asks", 0),
            ),
        ),
        ("rejected", ngettext("%(num)s got no place", "%(num)s got no place", batch.counts.get("rejected", 0))),
        ("cancelled", ngettext("%(num)s cancelled", "%(num)s cancelled", batch.counts.get("cancelled", 0))),
    ):
        if batch.counts.get(state):
            said.append(words)
    return said


def _state(state: str) -> str:
    return {
        "confirmed": _("has a place"),
        "waitlisted": _("on the waiting list"),
        "asks": _("waits for the organiser's yes"),
        "rejected": _("no place"),
        "cancelled": _("cancelled"),
    }[state]


def _list_link(desk: Desk, batch: BatchFacts) -> Link | None:
    if batch.organisation_id is None:
        return None
    return Link(_("See the participants"), desk.url("registration", f"/organisations/{batch.organisation_id}"))
