"""An organisation's people, for those who speak for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.forms.staff_filter import StaffFilter
from services.registration.queries import (
    holds,
    organisation_offerings,
    organisation_people,
    organisations,
    own_answers,
    waiting,
)
from services.registration.queries.organisation_people import Staff
from services.registration.queries.own_answers import Answers
from services.registration.routes.private_pages import private_page
from services.registration.rules import staff_groups
from shared import clock
from shared.errors import NotThere
from shared.web import access
from shared.web.current import reading
from shared.web.viewer import known_viewer

#: people shown of each offering; of one alone, on each page
SHOWN_OF_EACH = 25
PAGE_ROWS = 100
#: no organisation has registered as many
MOST_SKIPPED = 1_000_000

blueprint = Blueprint("organisations", __name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page shows of an organisation's people."""

    #: each series with its offerings that are to come, or the one that was chosen
    coming: list[tuple[Any, list[Any]]]
    past: list[Any]
    #: offerings of which all was held or called off
    ended: set[UUID]
    #: people by offering
    rows: dict[UUID, list[Any]]
    #: places in the line by registration
    line: dict[UUID, int]
    #: offering -> state -> how many
    counts: dict[UUID, dict[str, int]]
    #: what contacts may answer, by registration, where such a thing is asked
    answers: dict[UUID, Answers]


@blueprint.get("/organisations")
@access.contact
def index() -> Response:
    """The organisations one speaks for; when it is one, its page."""
    with reading() as db:
        its_own = organisations.among(db, rights.speaks_for(known_viewer()))
    if len(its_own) == 1:
        return redirect(url_for("organisations.page", organisation_id=its_own[0].id))
    return private_page("organisations.html", organisations=its_own)


@blueprint.get("/organisations/<uuid:organisation_id>")
@access.contact
def page(organisation_id: UUID) -> Response:
    """Its people by what they are registered for, what comes first; narrowed down to an offering or a unit."""
    rights.require_speaker(known_viewer(), organisation_id)
    now = clock.now()
    with reading() as db:
        name = organisation_offerings.name_of(db, organisation_id)
        if name is None:
            raise NotThere("no_organisation", _("There is no such organisation."))
        heads = organisation_offerings.heads(db, organisation_people.counts(db, Staff(organisation_id)), now)
        form = filter_of(db, organisation_id, heads)
        listed = _listed(db, organisation_id, heads, form, now)
        open_series = organisation_offerings.open_series(db, organisation_id, now)
        quotas = holds.quotas_of(db, organisation_id, listed.counts)
        held = holds.left_for(db, organisation_id, listed.counts)
    next_url, first_url = _pages(organisation_id, form, listed)
    its_own = rights.speaks_for(known_viewer())
    return private_page(
        "organisation.html",
        organisation_id=organisation_id,
        name=name,
        is_one_of_many=its_own is None or len(its_own) > 1,
        form=form,
        listed=listed,
        quotas=quotas,
        held=held,
        now=now,
        is_empty=not heads,
        open_series=open_series,
        next_url=next_url,
        first_url=first_url,
    )


def filter_of(db: Connection, organisation_id: UUID, heads: Sequence[Any]) -> StaffFilter:
    """What the request narrows an organisation's people down to."""
    offerings = [
        (one.id, one.name if one.name == one.title else f"{one.title}: {one.name}")
        for one in sorted(heads, key=lambda one: (one.title, one.name))
    ]
    return StaffFilter(request.args, offerings, organisation_people.units(db, organisation_id))


def _listed(db: Connection, organisation_id: UUID, heads: Sequence[Any], form: StaffFilter, now: datetime) -> Listed:
    counts = organisation_people.counts(db, Staff(organisation_id, None, form.unit_name, text=form.text or ""))
    chosen = form.offering_id
    fitting = [one for one in heads if one.id in counts and chosen in (None, one.id)]
    ended = {one.id for one in heads if staff_groups.is_past(one, now)}
    coming = [one for one in fitting if chosen or one.id not in ended]
    wanted = Staff(organisation_id, [one.id for one in coming], form.unit_name, text=form.text or "")
    people = organisation_people.people(db, wanted, PAGE_ROWS if chosen else SHOWN_OF_EACH, _skipped(form))
    rows: dict[UUID, list[Any]] = {}
    for row in people:
        rows.setdefault(row.offering_id, []).append(row)
    return Listed(
        coming=staff_groups.by_series(coming),
        past=[one for one in fitting if one not in coming],
        ended=ended,
        rows=rows,
        line=line_of(db, people),
        counts=counts,
        answers={
            one: theirs.from_contact for one, theirs in answers_of(db, people).items() if theirs.from_contact.questions
        },
    )


def _pages(organisation_id: UUID, form: StaffFilter, listed: Listed) -> tuple[str | None, str | None]:
    """Addresses of the next page and of the first one, for an offering with more people than a page holds."""
    if form.offering_id is None:
        return None, None
    first = url_for(
        "organisations.page",
        organisation_id=organisation_id,
        offering=form.offering_id,
        unit=form.unit_name,
        q=form.text,
    )
    shown_until = _skipped(form) + PAGE_ROWS
    has_more = sum(listed.counts.get(form.offering_id, {}).values()) > shown_until
    return f"{first}&skip={shown_until}" if has_more else None, first if _skipped(form) else None


def _skipped(form: StaffFilter) -> int:
    """How many of an offering's people are on earlier pages."""
    said = request.args.get("skip", 0, type=int) if form.offering_id else 0
    return max(0, min(said, MOST_SKIPPED))


def answers_of(db: Connection, people: organisation_people.Rows) -> dict[UUID, Answers]:
    """What contacts see of these people's answers, where such a thing is asked."""
    found = own_answers.of_registrations(db, {row.id: row.offering_id for row in people})
    seen = {one: theirs.for_contact for one, theirs in found.items()}
    return {one: theirs for one, theirs in seen.items() if theirs.questions}


def line_of(db: Connection, people: organisation_people.Rows) -> dict[UUID, int]:
    """The places in the line of those of these people who wait, each in their own offering's."""
    waits: dict[UUID, list[UUID]] = {}
    for row in people:
        if row.state == "waitlisted":
            waits.setdefault(row.offering_id, []).append(row.id)
    return {one: place for of, ids in waits.items() for one, place in waiting.positions(db, of, ids).items()}
