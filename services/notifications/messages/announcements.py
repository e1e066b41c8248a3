"""What an organiser writes to people of a series, in its frame."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Leaf, Letter, Link, NothingToSay
from services.notifications.messages.registrations import offering_facts
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import leaf, page_fact, when
from services.notifications.queries.announcement import presented_by, spoken_for
from services.notifications.rules import problems
from shared.secrets import OWN_PAGE


def announced(desk: Desk) -> Letter:
    """To whom it is for, unless they no longer are."""
    said = _said(desk)
    return _LETTERS[said.audience](desk, said)


def announced_to_writer(desk: Desk) -> Letter:
    """The copy that its writer asked for."""
    series, said = desk.series(), _said(desk)
    button = {
        "presenters": _("In the mail to presenters the button leads to the sessions, and their own are listed."),
        "contacts": _("In the mail to contacts the button leads to their organisation's page."),
    }.get(said.audience, _("In the mail to participants the button leads to their own page."))
    return Letter(
        subject=said.subject,
        sender=series.organiser,
        leaf=_leaf(desk),
        paragraphs=_paragraphs(said.text),
        action=Link(_("See the series"), desk.series_url(series)),
        facts=[*_session_facts(desk), (_("In the series"), series.title)],
        why=_("This is a copy for you alone.") + " " + button,
    )


def _to_participant(desk: Desk, said: Any) -> Letter:
    registration, series = desk.registration(), desk.series()
    if registration.state not in ("confirmed", "waitlisted"):
        raise NothingToSay(problems.ENDED)
    return Letter(
        subject=said.subject,
        sender=series.organiser,
        leaf=_leaf(desk),
        paragraphs=_paragraphs(said.text),
        action=Link(_("See your registration"), mark(OWN_PAGE)),
        facts=[*_session_facts(desk), *offering_facts(desk, registration)],
        why=_("You get this because you registered. %(organiser)s wrote it.", organiser=series.organiser),
    )


def _to_presenter(desk: Desk, said: Any) -> Letter:
    series = desk.series()
    own = presented_by(desk.db, series.id, desk.message.recipient_email)
    if not own:
        raise NothingToSay(problems.GONE)
    return Letter(
        subject=said.subject,
        sender=series.organiser,
        leaf=_leaf(desk),
        paragraphs=_paragraphs(said.text),
        action=Link(_("See the sessions"), desk.series_url(series)),
        facts=[*_session_facts(desk), (_("In the series"), series.title)],
        items=[(when(desk, one), one.title) for one in own],
        why=_("You get this because you present in this series. %(organiser)s wrote it.", organiser=series.organiser),
    )


def _to_contact(desk: Desk, said: Any) -> Letter:
    series = desk.series()
    own = spoken_for(desk.db, series.id, desk.message.subject_id)
    if not own:
        raise NothingToSay(problems.GONE)
    return Letter(
        subject=said.subject,
        sender=series.organiser,
        leaf=_leaf(desk),
        paragraphs=_paragraphs(said.text),
        action=Link(
            _("Open the organisation's page"),
            desk.url("registration", f"/organisations/{own[0].id}" if len(own) == 1 else "/organisations"),
        ),
        facts=[
            *_session_facts(desk),
            (_("In the series"), series.title),
            (_("Organisation"), ", ".join(one.name for one in own)),
        ],
        why=_(
            "You get this because you are a contact of an organisation whose people take part. %(organiser)s wrote it.",
            organiser=series.organiser,
        ),
    )


_LETTERS: dict[str, Callable[[Desk, Any], Letter]] = {
    "chosen": _to_participant,
    "participants": _to_participant,
    "presenters": _to_presenter,
    "contacts": _to_contact,
}


def _said(desk: Desk) -> Any:
    found = desk.announcement()
    if found is None:
        raise NothingToSay(problems.GONE)
    return found


def _leaf(desk: Desk) -> Leaf | None:
    """Of the session that it is about, where it is about one."""
    return leaf(desk.session()) if desk.message.session_id else None


def _session_facts(desk: Desk) -> list[tuple[str, Any]]:
    return [page_fact(desk, desk.session())] if desk.message.session_id else []


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
