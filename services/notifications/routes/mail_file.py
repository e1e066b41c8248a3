"""A mail as its bytes, for pages and programs alike."""

from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Connection

from services.notifications.messages.shown import ShownMail, shown
from services.notifications.routes.reach import readable_message
from shared.errors import NotThere
from shared.web.current import service


def written_mail(db: Connection, message_id: UUID) -> ShownMail:
    """The mail of a message that the asker may read. Raises NotThere, also when it has not been written yet."""
    mail = shown(db, readable_message(db, message_id), service().settings)
    if mail is None:
        raise NotThere("not_written_yet", _("This mail has not been written yet. It is when its turn comes."))
    return mail


def as_file(message_id: UUID, mail: ShownMail) -> Response:
    """A mail to download (RFC 5322)."""
    response = Response(mail.raw, mimetype="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="{message_id}.eml"'
    return response
