"""What a mail about a registration says of calendar entries: only what this mail and those beside it really bring."""

from flask_babel import gettext as _
from flask_babel import ngettext

from services.notifications.messages.calendar_part import is_plain
from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import CalendarPart
from services.notifications.messages.session_words import numbered
from services.notifications.queries import choices, entries
from services.notifications.queries.endings import Left
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules.nearness import is_near


def still_coming(desk: Desk, sessions: list[SessionFacts]) -> list[SessionFacts]:
    """Those that are neither over nor cancelled."""
    return [session for session in sessions if session.ends_at > desk.now and not session.is_cancelled]


def what_comes(desk: Desk, coming: list[SessionFacts], part: CalendarPart | None) -> str:
    """How the sessions still ahead get into the calendar: with this mail, with mails of their own, or they are there.

    Another registration of the same person may have brought some of them, or all, before.
    """
    if part is not None and len(coming) == 1:
        return _("The calendar entry comes with this mail. If the time or the place changes, it follows by itself.")
    if choices.is_by_feed(desk.db, desk.message.recipient_email):
        return _by_feed(len(coming))
    brought = entries.brought(desk.db, desk.message.recipient_email, desk.message.subject_id)
    # a mail that is only looked at is one to somebody whose calendar is empty yet
    alone = [session for session in coming if desk.is_preview or session.id in brought]
    later = _later(desk, coming)
    if later:
        return _one_by_one(coming, len(alone), len(later))
    if len(coming) == 1:
        return _one_ahead(bool(alone))
    if len(alone) == len(coming):
        return _all_of_them(desk, coming)
    there = len(coming) - len(alone)
    said = _ahead(len(coming))
    if not alone:
        return said + " " + _("They are in your calendar already, and follow by themselves if anything changes.")
    new = _new_ones(len(alone))
    rest = ngettext(
        "One is there already. They follow by themselves if anything changes.",
        "%(num)s are there already. They follow by themselves if anything changes.",
        there,
    )
    return f"{said} {new} {rest}"


def _ahead(count: int) -> str:
    return _("%(num)s sessions are ahead, the first one as above.", num=count)


def _by_feed(count: int) -> str:
    """To somebody who wants no entries by mail."""
    said = _("You follow your sessions by your own calendar feed, so no entries come by mail.")
    return said if count == 1 else f"{_ahead(count)} {said}"


def _later(desk: Desk, coming: list[SessionFacts]) -> list[SessionFacts]:
    """Those whose entries wait until they come near."""
    far = [one for one in coming if not is_near(one.starts_at, one.series.entries_days_before, desk.now)]
    there = entries.with_copy(desk.db, desk.message.recipient_email, [one.id for one in far], "invited") if far else ()
    return [one for one in far if one.id not in there]


def _one_by_one(coming: list[SessionFacts], alone: int, later: int) -> str:
    days = coming[0].series.entries_days_before
    if len(coming) == 1:
        return ngettext(
            "Its calendar entry comes with a short mail of its own the day before.",
            "Its calendar entry comes with a short mail of its own, %(num)s days before.",
            days,
        )
    if later == len(coming):
        each = ngettext(
            "Each comes into your calendar with a short mail of its own, the day before it.",
            "Each comes into your calendar with a short mail of its own, %(num)s days before it.",
            days,
        )
        return f"{_ahead(len(coming))} {each}"
    new = _new_ones(alone) if alone else ""
    rest = ngettext(
        "Those further ahead come later, each with a short mail of its own the day before it.",
        "Those further ahead come later, each with a short mail of its own %(num)s days before it.",
        days,
    )
    return " ".join(part for part in (_ahead(len(coming)), new, rest) if part)


def how_it_follows(desk: Desk) -> str:
    """How a change gets into the calendar of somebody to whom the mail about it brings nothing; may be empty."""
    if choices.is_by_feed(desk.db, desk.message.recipient_email):
        return _("Your calendar feed follows by itself.")
    session = desk.session()
    if session.is_cancelled or not is_plain(desk):
        return ""
    return _("Its calendar entry comes by mail when the day is near.")


def _new_ones(count: int) -> str:
    return ngettext(
        "One of them comes into your calendar with a short mail of its own.",
        "%(num)s of them come into your calendar, each with a short mail of its own.",
        count,
    )


def _one_ahead(is_alone: bool) -> str:
    if is_alone:
        return _(
            "The calendar entry comes with a short mail of its own. "
            "If the time or the place changes, it follows by itself."
        )
    return _("It is in your calendar already. If the time or the place changes, the entry follows by itself.")


def _all_of_them(desk: Desk, coming: list[SessionFacts]) -> str:
    return _(
        "%(num)s sessions are ahead, the first one as above. Each comes into your calendar with a short mail of its "
        "own, %(num)s in all, its number in the subject: the first is %(first)s. "
        "They follow by themselves if anything changes.",
        num=len(coming),
        first=numbered(desk, coming[0]),
    )


def what_goes(desk: Desk, coming: list[SessionFacts], part: CalendarPart | None) -> str:
    """Which entries go from the calendar because a registration ended; what another one covers stays there."""
    going = entries.with_copy(desk.db, desk.message.recipient_email, [one.id for one in coming], "withdrawn")
    staying = entries.with_copy(desk.db, desk.message.recipient_email, [one.id for one in coming], "invited")
    if going and part is None and choices.is_by_feed(desk.db, desk.message.recipient_email):
        return _("Your calendar feed follows by itself.")
    goes = _each_goes(len(going)) if part is None else _("Its entry goes from your calendar.")
    if not staying:
        return goes
    stays = ngettext(
        "One session stays in your calendar: another registration of yours covers it.",
        "%(num)s sessions stay in your calendar: another registration of yours covers them.",
        len(staying),
    )
    return f"{goes} {stays}".strip()


def what_a_move_takes(desk: Desk, left: Left) -> str:
    """Which entries go from the calendar because somebody moved; each with a mail of its own."""
    away = desk.left_out_of(left.offering_id, left.registration_id)
    were = [one for one in still_coming(desk, desk.sessions_of(left.offering_id)) if one.id not in away]
    gone = entries.with_copy(desk.db, desk.message.recipient_email, [one.id for one in were], "withdrawn")
    if gone and choices.is_by_feed(desk.db, desk.message.recipient_email):
        return _("Your calendar feed follows by itself.")
    return _each_goes(len(gone))


def _each_goes(count: int) -> str:
    """What is withdrawn beside a mail without a calendar part: a CANCEL carries one UID (RFC 5546 section 3.2.5)."""
    if not count:
        return ""
    return ngettext(
        "The entry of one session goes from your calendar with a short mail of its own.",
        "The entries of %(num)s sessions go from your calendar, each with a short mail of its own.",
        count,
    )
