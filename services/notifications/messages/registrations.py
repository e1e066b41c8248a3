"""Mails about one person's registration."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from services.notifications.messages.assignments import beforehand
from services.notifications.messages.calendar_part import calendar_part
from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import still_coming, what_a_move_takes, what_comes, what_goes
from services.notifications.messages.letter import CalendarPart, Letter, Link, Note, NothingToSay
from services.notifications.messages.reasons import reason
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import (
    join_fact,
    leaf,
    page_fact,
    presenters_fact,
    route_points,
    when,
)
from services.notifications.queries.endings import Ending, ending, moved_from
from services.notifications.queries.registration_facts import RegistrationFacts
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules import problems
from shared.secrets import FEED, OWN_PAGE
from shared.web.numbers import number

DAY_BEFORE = timedelta(days=1)


def registration_confirmed(desk: Desk) -> Letter:
    """You have a place; after a move, also which one it takes the place of."""
    return _place(desk, _("You have a place: %(title)s", title=title_of(desk)), moved(desk))


def registration_promoted(desk: Desk) -> Letter:
    """You waited, and now you have a place."""
    subject = _("A place for you: %(title)s", title=title_of(desk))
    return _place(desk, subject, [_("A place became free, and you were next on the waiting list. It is yours now.")])


def registration_cancelled(desk: Desk) -> Letter:
    """Your registration has ended."""
    registration, series = desk.registration(), desk.series()
    sessions = desk.own_sessions_of(registration.offering_id)
    coming = still_coming(desk, sessions)
    ended = ending(desk.db, desk.message.journal_id)
    part = _calendar(desk)
    return Letter(
        subject=_("Your place went to a colleague: %(title)s", title=title_of(desk))
        if registration.went_to_colleague
        else _("Registration cancelled: %(title)s", title=title_of(desk)),
        sender=series.organiser,
        leaf=leaf(coming[0], aside=_("You are not taking part")) if part is not None and len(coming) == 1 else None,
        paragraphs=[_how_it_ended(desk, registration, ended), what_goes(desk, coming, part)],
        action=Link(_("See the series"), desk.series_url(series)),
        facts=[*offering_facts(desk, registration), *(page_fact(desk, one) for one in coming if len(coming) == 1)],
        items=[(when(desk, one), one.title) for one in coming if len(coming) > 1],
        notes=[Note(_after_the_end(registration, ended, series.organiser))],
        why=_(
            "You get this because you were registered. The series is run by %(organiser)s.",
            organiser=series.organiser,
        ),
        calendar=part,
    )


def moved(desk: Desk) -> list[str]:
    """What a place, or a place in the line, takes the place of, for somebody who moved from another offering."""
    before = desk.each(moved_from)
    if before is None:
        return []
    said = _("It takes the place of your registration for %(name)s.", name=before.name)
    return [said, what_a_move_takes(desk, before)]


def _how_it_ended(desk: Desk, registration: RegistrationFacts, ended: Ending) -> str:
    title = title_of(desk)
    if registration.went_to_colleague:
        return _("A colleague of yours takes part in %(title)s in your place.", title=title)
    if ended.by == "contact" and ended.name:
        return _(
            "Your employer's contact %(name)s cancelled your registration for %(title)s.", name=ended.name, title=title
        )
    if ended.by == "contact":
        return _("Your employer's contact cancelled your registration for %(title)s.", title=title)
    if ended.by == "organiser":
        organiser = desk.series().organiser
        return _("%(organiser)s cancelled your registration for %(title)s.", organiser=organiser, title=title)
    return _("Your registration for %(title)s has been cancelled.", title=title)


def _after_the_end(registration: RegistrationFacts, ended: Ending, organiser: str) -> str:
    """What to do about it. Who did not cancel by themselves has not changed their mind either."""
    if ended.by == "organiser" and not registration.went_to_colleague:
        return _("Did you expect to come? Ask %(who)s.", who=organiser)
    if ended.by == "contact" and ended.name and not registration.went_to_colleague:
        return _("Did you expect to come? Ask %(who)s.", who=ended.name)
    if not registration.went_to_colleague and ended.by != "contact":
        return _("Changed your mind? You can register again as long as registration is open.")
    if registration.registered_by:
        return _("Did you expect to come? Ask whoever registered you: %(who)s.", who=registration.registered_by)
    return _("Did you expect to come? Ask your organisation's contact person.")


def own_link(desk: Desk) -> Letter:
    """The link to the own page once more."""
    registration, series = desk.registration(), desk.series()
    return Letter(
        subject=_("Your registration: %(title)s", title=title_of(desk)),
        sender=series.organiser,
        paragraphs=[_("Here is the link to your own page: your registration, how to cancel it, your calendar.")],
        action=Link(_("Open your page"), mark(OWN_PAGE)),
        facts=offering_facts(desk, registration),
        notes=[Note(_("Whoever has the link can see and cancel the registration. Keep it to yourself."))],
        why=_("You get this because the link was asked for with this address."),
    )


def _place(desk: Desk, subject: str, first: list[str]) -> Letter:
    registration, series = desk.registration(), desk.series()
    if registration.state != "confirmed":
        raise NothingToSay(problems.ENDED)
    sessions = desk.own_sessions_of(registration.offering_id)
    coming = still_coming(desk, sessions)
    only = sessions[0] if len(sessions) == 1 else coming[0] if len(coming) == 1 else None
    facts = offering_facts(desk, registration)
    if only is not None:
        facts += [join_fact(only), presenters_fact(desk, only), page_fact(desk, only)]
    first_session = coming[0] if coming else only
    part = _calendar(desk)
    return Letter(
        subject=subject,
        sender=series.organiser,
        preheader=when(desk, first_session) if first_session else "",
        leaf=leaf(first_session) if first_session else None,
        paragraphs=[*first, *questions_that_wait(registration), *_what_comes(desk, coming, only, part)],
        action=Link(_("See your registration"), mark(OWN_PAGE)),
        sections=beforehand(desk, registration.offering_id),
        facts=facts,
        points=route_points(desk, registration.offering_id, coming),
        notes=[
            Note(_("Can't come after all?"), Link(_("Give up your place"), mark(OWN_PAGE))),
            Note(_("All your sessions in one calendar:"), Link(_("subscribe to your calendar"), mark(FEED))),
        ],
        why=reason(desk, registration),
        calendar=part,
    )


def questions_that_wait(registration: RegistrationFacts) -> list[str]:
    """That the organiser needs answers, which somebody whom others registered has not been asked for yet."""
    count = registration.unanswered
    if not count:
        return []
    return [
        ngettext(
            "One question of the organiser waits for your answer, on the page that the button below opens.",
            "%(num)s questions of the organiser wait for your answers, on the page that the button below opens.",
            count,
        )
    ]


def _what_comes(
    desk: Desk, coming: list[SessionFacts], only: SessionFacts | None, part: CalendarPart | None
) -> list[str]:
    if only is not None and only.is_cancelled:
        return [_("The session has been cancelled since you registered. We're sorry.")]
    if not coming:
        return []
    in_time = coming[0].starts_at - desk.now > DAY_BEFORE
    reminded = [_("We'll remind you in time.")] if in_time else []
    return [what_comes(desk, coming, part), *reminded]


def _calendar(desk: Desk) -> CalendarPart | None:
    return (
        calendar_part(desk, desk.session()) if desk.message.session_id and desk.message.sequence is not None else None
    )


def title_of(desk: Desk) -> str:
    """What it is a place in: the session when it is one, else the series."""
    if desk.message.session_id:
        return desk.session().title
    return desk.series().title


def offering_facts(desk: Desk, registration: RegistrationFacts) -> list[tuple[str, object]]:
    """What one is registered for, in words that the subject doesn't hold already."""
    series = desk.series()
    title = title_of(desk)
    return [
        (_("In the series"), series.title if series.title != title else ""),
        (
            _("Registered for"),
            registration.offering_name if registration.offering_name not in (series.title, title) else "",
        ),
        (_("Credits"), _("%(credits)s ECTS", credits=number(series.credits)) if series.credits else ""),
    ]
