"""The one mail in which a contact hears of everything that has come together since the last."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row

from services.notifications.messages.desk import Desk, mail_name
from services.notifications.messages.letter import Letter, Link, NothingToSay, Section
from services.notifications.queries import digest
from services.notifications.rules import problems
from shared.web import dates

Rows = Sequence[Row[*tuple[Any, ...]]]


def contact_digest(desk: Desk) -> Letter:
    """Registration that closes soon, addresses that don't work; nothing that has been settled meanwhile."""
    closing = digest.closings(desk.db, desk.message.id, desk.now)
    dead = digest.dead_addresses(desk.db, desk.message.id)
    if not closing and not dead:
        raise NothingToSay(problems.NOTHING_LEFT)
    sections = [Section(_("Registration closes soon"), [_closing(desk, row) for row in closing])] if closing else []
    if dead:
        sections.append(Section(_("Addresses that don't work"), _dead(desk, dead)))
    organisations = sorted({row.organisation for row in (*closing, *dead)})
    return Letter(
        subject=_subject(closing, dead),
        sender=mail_name(desk.settings),
        preheader=", ".join(row.title for row in closing) or ", ".join(row.email for row in dead),
        sections=sections,
        why=_("You get this because you're a contact of %(organisations)s.", organisations=", ".join(organisations)),
    )


def _subject(closing: Rows, dead: Rows) -> str:
    if len(closing) == 1 and not dead:
        return _("Registration closes soon: %(title)s", title=closing[0].title)
    parts = []
    if closing:
        parts.append(ngettext("one deadline is near", "%(num)s deadlines are near", len(closing)))
    if dead:
        parts.append(ngettext("one address doesn't work", "%(num)s addresses don't work", len(dead)))
    return _("For you as a contact: %(what)s", what=", ".join(parts))


def _closing(desk: Desk, row: Row[*tuple[Any, ...]]) -> tuple[str, str, Link]:
    said = [
        row.name if row.name != row.title else "",
        _(
            "Registration closes on %(deadline)s.",
            deadline=dates.deadline(row.closes_at, row.timezone, desk.message.language),
        ),
        _free(row.free),
    ]
    words = ". ".join(part.rstrip(".") for part in said if part) + "."
    return row.title, words, Link(_("Register your staff"), desk.url("registration", f"/staff/{row.slug}"))


def _free(free: int | None) -> str:
    if free is None:
        return ""
    if free <= 0:
        return _("All places are taken; you can join the waiting list.")
    return ngettext("One place is left.", "%(num)s places are left.", free)


def _dead(desk: Desk, rows: Rows) -> list[tuple[str, str, Link | None]]:
    """Person by person, under each organisation's last one the way to its page."""
    entries: list[tuple[str, str, Link | None]] = []
    for organisation_id, people in groupby(rows, key=lambda row: row.organisation_id):
        of_one = [(row.name or row.email, row.email if row.name else "", None) for row in people]
        page = desk.url("registration", f"/organisations/{organisation_id}")
        title, said, _link = of_one.pop()
        entries += [*of_one, (title, said, Link(_("Correct the addresses"), page))]
    return entries
