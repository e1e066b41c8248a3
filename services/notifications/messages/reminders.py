"""Mails that a rule calls for: a session comes up, what it left behind, what people thought of it."""

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, NothingToSay
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import (
    join_fact,
    leaf,
    page_fact,
    presenters_fact,
    series_fact,
    session_link,
    when,
)
from services.notifications.messages.sessions import is_presenter, own_page_notes, why_participant
from services.notifications.queries import reminded, reminder_rules, session_facts
from services.notifications.queries.reminder_rules import RulesOfSeries
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules import problems
from services.notifications.rules.reminders import Rule
from shared.secrets import OWN_PAGE, PRESENTER_PAGE
from shared.web import dates


def reminder(desk: Desk) -> Letter:
    """Soon: when, where, how to join."""
    session, rule = desk.session(), _rule(desk)
    if session.is_cancelled or session.starts_at <= desk.now:
        raise NothingToSay(problems.TOO_LATE)
    _stop_if_overtaken(desk, session)
    language, zone = desk.message.language, session.timezone
    day = dates.relative_day(session.starts_at, desk.now, zone, language)
    clock = dates.clock(session.starts_at, zone, language)
    join = Link(_("Join the session"), session.join_url) if session.join_url else session_link(desk, session)
    greeting = _("You're presenting. See you there.") if is_presenter(desk) else ""
    return Letter(
        subject=_("Coming up %(day)s, %(clock)s: %(title)s", day=day, clock=clock, title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[greeting or _("We look forward to having you there."), *_own_words(rule)],
        action=join,
        facts=[series_fact(session), join_fact(session), presenters_fact(desk, session), *_own_link(rule)],
        notes=own_page_notes(desk),
        why=why_participant(desk, session),
    )


def material(desk: Desk) -> Letter:
    """What the session left behind: slides, a recording."""
    session, rule = desk.session(), _rule(desk)
    _stop_if_overtaken(desk, session)
    found = session_facts.materials(desk.db, session.id, desk.now)
    if session.is_cancelled or not found:
        raise NothingToSay(problems.GONE)
    # a file is given out on one's own page, which knows who has a place
    page = mark(PRESENTER_PAGE if is_presenter(desk) else OWN_PAGE)
    return Letter(
        subject=_("Material: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=", ".join(one.title for one in found),
        paragraphs=[
            _("Thank you for taking part. This is what the presenters have left for you."),
            *_own_words(rule),
        ],
        action=session_link(desk, session) if len(found) > 1 else Link(_("See the material"), found[0].url or page),
        facts=[
            *((_("Material"), Link(one.title, one.url or page)) for one in found),
            (_("When"), when(desk, session)),
            series_fact(session),
            page_fact(desk, session),
            *_own_link(rule),
        ],
        why=_why_took_part(session),
    )


def feedback(desk: Desk) -> Letter:
    """What people thought of the session, asked by the organiser's own form."""
    session, rule = desk.session(), _rule(desk)
    _stop_if_overtaken(desk, session)
    if session.is_cancelled or not rule.link:
        raise NothingToSay(problems.RULE_GONE)
    return Letter(
        subject=_("What did you think? %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=_("It takes a few minutes, and makes the next ones better."),
        paragraphs=[
            *(_own_words(rule) or [_("Thank you for taking part. Tell us what was good and what could be better.")]),
        ],
        action=Link(_("Give feedback"), rule.link),
        facts=[(_("When"), when(desk, session)), series_fact(session), page_fact(desk, session)],
        why=_why_took_part(session),
    )


def _rule(desk: Desk) -> Rule:
    """The rule that called for the mail, as it is now."""
    series_id, told_as = desk.message.series_id, desk.message.once.split(":")[1]
    of_series: RulesOfSeries = desk.once(reminder_rules.of_series, series_id)
    found = [rule for rule in of_series.rules if str(rule.told_as) == told_as and rule.is_on]
    if not found:
        raise NothingToSay(problems.RULE_GONE)
    return found[0]


def _stop_if_overtaken(desk: Desk, session: SessionFacts) -> None:
    """Moved since, or no longer this person's."""
    if desk.is_preview:
        return
    if dates.machine(session.starts_at, "UTC") not in desk.message.once:
        raise NothingToSay(problems.MOVED)
    if not desk.each(reminded.still_concerned):
        raise NothingToSay(problems.ANSWER_CHANGED if is_presenter(desk) else problems.ENDED)


def _own_words(rule: Rule) -> list[str]:
    return [line.strip() for line in rule.text.splitlines() if line.strip()]


def _own_link(rule: Rule) -> list[tuple[str, Link]]:
    return [(_("More about it"), Link(rule.link, rule.link))] if rule.link else []


def _why_took_part(session: SessionFacts) -> str:
    return _(
        "You get this because you were registered for this session. The series is run by %(organiser)s.",
        organiser=session.series.organiser,
    )
