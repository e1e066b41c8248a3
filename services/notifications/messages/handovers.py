"""The mail to the organisers of an organisation that is asked to lead a series."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, NothingToSay
from services.notifications.rules import problems
from shared.schema.catalogue import Series
from shared.schema.handovers import SeriesHandover
from shared.schema.organisations import Organisation


def handover_asked(desk: Desk) -> Letter:
    """Who asks, which series, and where to answer; nothing once it has been answered or taken back."""
    lead = aliased(Organisation)
    asked = desk.db.execute(
        select(
            SeriesHandover.id,
            SeriesHandover.note,
            Series.title,
            lead.name.label("lead"),
            Organisation.name.label("name"),
        )
        .join(Series, Series.id == SeriesHandover.series_id)
        .join(lead, lead.id == Series.organiser_id)
        .join(Organisation, Organisation.id == SeriesHandover.organisation_id)
        .where(SeriesHandover.id == desk.message.subject_id, SeriesHandover.state == "asked")
    ).one_or_none()
    if asked is None:
        raise NothingToSay(problems.SETTLED)
    return Letter(
        subject=_("%(lead)s asks you to lead: %(title)s", lead=asked.lead, title=asked.title),
        sender=asked.lead,
        heading=_("Would you lead this series?"),
        paragraphs=[
            _("%(lead)s asks %(name)s to lead “%(title)s”.", lead=asked.lead, name=asked.name, title=asked.title),
            asked.note,
            _("Until one of you says yes, everything stays as it is."),
        ],
        action=Link(_("See what it means, and answer"), desk.url("catalogue", f"/workspace/handovers/{asked.id}")),
        why=_("You get this because you organise the series of %(name)s.", name=asked.name),
    )
