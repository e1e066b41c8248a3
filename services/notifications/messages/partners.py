"""Mails to an organisation that was named as a partner of a series, and about one that says it is not part of it."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.rules import problems
from shared.schema.accounts import Account
from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.web.partner_words import partner_rights_words, partner_role_word

_lead = aliased(Organisation)
_ABOUT = (
    select(Series.id, Series.slug, Series.title, _lead.name.label("lead"), Organisation.name, SeriesPartner.role)
    .join(_lead, _lead.id == Series.organiser_id)
    .join(Organisation, Organisation.id == bindparam("organisation_id"))
    .outerjoin(
        SeriesPartner, (SeriesPartner.series_id == Series.id) & (SeriesPartner.organisation_id == Organisation.id)
    )
    .where(Series.id == bindparam("series_id"))
)
_LINE = select(JournalLine.actor, JournalLine.detail).where(JournalLine.id == bindparam("journal_id"))
_ACCOUNT = select(Account.name, Account.email).where(Account.id == bindparam("account_id"))


def partner_named(desk: Desk) -> Letter:
    """Who named you in which series, as what, what that lets you do, and where to say no; nothing once it is over."""
    about = _about(desk)
    if about.role is None:
        raise NothingToSay(problems.SETTLED)
    page = desk.url("catalogue", f"/workspace/partnerships/{about.slug}/{desk.message.subject_id}")
    return Letter(
        subject=_("%(lead)s names you as a partner: %(title)s", lead=about.lead, title=about.title),
        sender=about.lead,
        heading=_("You are named as a partner"),
        paragraphs=[
            _("%(lead)s names %(name)s in “%(title)s”.", lead=about.lead, name=about.name, title=about.title),
            _("Named by %(who)s.", who=who) if (who := _who(desk)) else "",
            _("You don't need to do anything, unless this is not right: then your organisation can leave at once."),
        ],
        facts=[
            (_("Its role"), partner_role_word(about.role)),
            (_("What that means"), partner_rights_words(about.role)),
            (_("Everybody sees"), _("The name and the logo, on the page of the series once it is published")),
        ],
        action=Link(_("See what it means"), page),
        notes=[Note(_("Not part of this?"), Link(_("Leave the series"), page))],
        why=_("You get this because you act for %(name)s.", name=about.name),
    )


def partner_left(desk: Desk) -> Letter:
    """To the organisers: a partner says it is not part of the series, and what that changes."""
    about = _about(desk)
    line = desk.db.execute(_LINE, {"journal_id": desk.message.journal_id}).one()
    was_customer = line.detail.get("role") == "customer"
    return Letter(
        subject=_("%(name)s is not part of: %(title)s", name=about.name, title=about.title),
        sender=about.lead,
        heading=_("A partner has left the series"),
        paragraphs=[
            _("%(name)s says that it is not part of “%(title)s”.", name=about.name, title=about.title),
            _("Its name is gone from the page of the series, and its organisers see no more than everybody does."),
            _("It was a customer: its staff can't register as such any more. Who has a place keeps it.")
            if was_customer
            else "",
        ],
        facts=[(_("Said by"), who)] if (who := _who(desk)) else [],
        action=Link(_("Open the partners"), desk.url("catalogue", f"/workspace/series/{about.slug}/partners")),
        why=_("You get this because you organise this series."),
    )


def _about(desk: Desk) -> Any:
    asked = {"series_id": desk.message.series_id, "organisation_id": desk.message.subject_id}
    found = desk.db.execute(_ABOUT, asked).one_or_none()
    if found is None:
        raise NothingToSay(problems.GONE)
    return found


def _who(desk: Desk) -> str:
    """Who did it, with the address to ask; empty for what a program did."""
    line = desk.db.execute(_LINE, {"journal_id": desk.message.journal_id}).one_or_none()
    kind, _colon, identifier = (line.actor if line else "").partition(":")
    row = desk.db.execute(_ACCOUNT, {"account_id": UUID(identifier)}).one_or_none() if kind == "account" else None
    if row is None:
        return ""
    return f"{row.name} ({row.email})" if row.name else str(row.email)
