"""The mail with a one-time sign-in link."""

from flask_babel import gettext as _
from sqlalchemy import select

from services.notifications.messages.desk import Desk, mail_name
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.secret_links import mark
from services.notifications.rules import problems
from shared.schema.accounts import SignInRequest
from shared.secrets import SIGN_IN


def sign_in(desk: Desk) -> Letter:
    """The link, and how long it is good for."""
    asked = desk.db.execute(
        select(SignInRequest.requested_at, SignInRequest.expires_at, SignInRequest.used_at).where(
            SignInRequest.id == desk.message.subject_id
        )
    ).one_or_none()
    if asked is None or asked.used_at is not None or asked.expires_at <= desk.now:
        raise NothingToSay(problems.LINK_EXPIRED)
    minutes = round((asked.expires_at - asked.requested_at).total_seconds() / 60)
    return Letter(
        subject=_("Your sign-in link"),
        sender=mail_name(desk.settings),
        preheader=_("Good for %(minutes)s minutes, once.", minutes=minutes),
        heading=_("Sign in to Kierros"),
        paragraphs=[
            _(
                "The link works once, for %(minutes)s minutes, in the browser in which you asked for it.",
                minutes=minutes,
            )
        ],
        action=Link(_("Sign in"), mark(SIGN_IN)),
        notes=[Note(_("You didn't ask for this? Then do nothing: without this mail nobody gets in."))],
        why=_("You get this because a sign-in link was asked for with this address."),
    )
