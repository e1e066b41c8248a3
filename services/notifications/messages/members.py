"""The mail to somebody who may now act for an organisation."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from services.notifications.messages.desk import Desk, mail_name
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.rules import problems
from shared.schema.accounts import Account, Membership
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation

_ACTOR = select(JournalLine.actor).where(JournalLine.id == bindparam("journal_id"))
_ACCOUNT = select(Account.name, Account.email).where(Account.id == bindparam("account_id"))


def contact_named(desk: Desk) -> Letter:
    """You register this organisation's people, and how to begin."""
    organisation = desk.db.execute(
        select(Organisation.id, Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.id == desk.message.subject_id)
    ).one_or_none()
    if organisation is None:
        raise NothingToSay(problems.GONE)
    return Letter(
        subject=_("You're now a contact of %(organisation)s", organisation=organisation.name),
        sender=mail_name(desk.settings),
        heading=_("You can register the people of %(organisation)s", organisation=organisation.name),
        paragraphs=[
            _("%(who)s named you.", who=inviter) if (inviter := _who_named(desk)) else "",
            _("On the organisation's page you see who has a place and who waits, and register more people."),
            _("To sign in, give this e-mail address: a link comes by mail. There is no password."),
        ],
        action=Link(_("Open the organisation's page"), desk.url("registration", f"/organisations/{organisation.id}")),
        notes=[Note(_("Is this a mistake? Then do nothing, or ask those who named you to take you off."))],
        why=_("You get this because you were named a contact of %(organisation)s.", organisation=organisation.name),
    )


def _who_named(desk: Desk) -> str:
    """Who named them, with the address to ask; empty for what a program or a command did, and who named themselves."""
    kind, _colon, identifier = (desk.db.scalar(_ACTOR, {"journal_id": desk.message.journal_id}) or "").partition(":")
    if kind != "account":
        return ""
    row = desk.db.execute(_ACCOUNT, {"account_id": UUID(identifier)}).one_or_none()
    if row is None or row.email == desk.message.recipient_email:
        return ""
    return f"{row.name} ({row.email})" if row.name else str(row.email)
