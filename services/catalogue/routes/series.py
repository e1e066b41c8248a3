"""The public page of a series."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue import term_words, words
from services.catalogue.queries import assignments, paths, projects, public_offerings, public_series, terms
from services.catalogue.queries.public_series import SessionOnRoute
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes import structured_data
from services.catalogue.routes.cohort_routes import Seen, routes_of
from services.catalogue.routes.path_picture import drawn
from services.catalogue.rules.offering_state import turns_of
from shared import clock
from shared.errors import NotThere
from shared.rules.workload import workload
from shared.web import access, dates
from shared.web.current import reading, service_url
from shared.web.markdown import to_html
from shared.web.page_cache import Page, cached_page
from shared.web.rights import rights
from shared.web.viewer import viewer

blueprint = Blueprint("series", __name__)


@blueprint.get("/series/<slug>")
@access.public
@cached_page(public_series.state_of)
def page(slug: str) -> Page:
    """The series: for whom, what it gives, its route, and each way to take part."""
    return shown(slug)


@dataclass(frozen=True)
class _Facts:
    """What the database says of a series, by the names that the template knows it by."""

    series: AnyRow
    sessions: list[SessionOnRoute]
    offers: list[public_offerings.Choice]
    partners: Sequence[AnyRow]
    tasks: Sequence[assignments.Task]
    terms: list[AnyRow]
    paths: Sequence[AnyRow]
    project: AnyRow | None
    funders: Sequence[str]
    may_organise: bool
    required: Any

    @property
    def standing(self) -> list[SessionOnRoute]:
        """The sessions that will be held."""
        return [one for one in self.sessions if one.state == "scheduled"]


def shown(slug: str, token: str | None = None) -> Page:
    """The page of a series; with the ``token`` of a draft's link as whoever has that sees it."""
    now = clock.now()
    with reading() as db:
        facts = _facts(db, slug, token, now)
    series, sessions, offers, tasks = facts.series, facts.sessions, facts.offers, facts.tasks
    html = render_template(
        "public/series.html",
        **{one.name: getattr(facts, one.name) for one in fields(facts)},
        **_reckoned(facts, now),
        term_words=term_words,
        routes=routes_of(sessions, offers, tasks, Seen(series, now, token)),
        drawn=drawn(sessions, offers, tasks),
        description=to_html(series.description),
        feed=feed_addresses(f"/feeds/series/{slug}.ics"),
        draft=token,
        now=now,
        words=words,
        url=service_url("catalogue", f"/series/{slug}"),
        data=structured_data.of_series(series, sessions, offers, facts.partners) if series.published_at else None,
    )
    return Page(html, [*turns(sessions, offers), *(task.due for task in tasks)])


def _facts(db: Connection, slug: str, token: str | None, now: datetime) -> _Facts:
    series = public_series.head(db, slug)
    if series is None or not (token or may_see(db, series.state, series.id, series)):
        raise NotThere("no_such_series", _("There is no such series. It may have been taken off the list."))
    offers = public_offerings.of_series(db, series.id, now)
    project = projects.of_series(db, series.id)
    return _Facts(
        series=series,
        sessions=public_series.sessions(db, series.id),
        offers=offers,
        partners=public_series.partners(db, series.id),
        tasks=assignments.of_series(db, series.id),
        terms=terms.of_series(db, [series.id])[series.id],
        paths=paths.of_series(db, series.id),
        project=project,
        funders=projects.funders(db, project.id) if project else [],
        may_organise=takes_part(db, series.id, series.organiser_id),
        required=paths.required(db, [offer.id for offer in offers]),
    )


def _reckoned(facts: _Facts, now: datetime) -> dict[str, Any]:
    """How much it is: credits, hours of work, and the time of meeting."""
    standing, credits_ = facts.standing, facts.series.credits
    return {
        "standing": standing,
        "credit": words.credit_words(credits_),
        "work": workload(credits_ or Decimal(0), [(one.starts_at, one.ends_at) for one in standing]),
        "length": _length(standing, now),
    }


def turns(sessions: list[Any], offers: list[public_offerings.Choice]) -> list[datetime]:
    """The instants at which time alone changes a page with these sessions and offerings."""
    instants = [instant for session in sessions for instant in (session.starts_at, session.ends_at)]
    return instants + [instant for offer in offers for instant in turns_of(offer.window)]


def may_organise(organiser_id: Any) -> bool:
    """Whether the asker manages what this organisation runs."""
    asker = viewer()
    return asker is not None and asker.may_organise(organiser_id)


def takes_part(db: Connection, series_id: UUID, organiser_id: UUID) -> bool:
    """Whether the series stands in the asker's workspace: they organise it, or as a partner's organiser."""
    return bool(rights(db, viewer(), series_id, organiser_id))


def may_see(db: Connection, state: str, series_id: UUID, row: Any) -> bool:
    """Everybody sees what is or was published; a draft only those who take part in making it. `state`: the series';
    `row` has its `published_at` and `organiser_id`."""
    was_public = state == "archived" and row.published_at is not None
    return state == "published" or was_public or takes_part(db, series_id, row.organiser_id)


def feed_addresses(path: str) -> dict[str, str]:
    """A feed's address for a calendar program to subscribe to, the same for copying, and the feed's page."""
    address = service_url("notifications", path)
    return {
        "https": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
        "page": address.removesuffix(".ics"),
    }


def _length(sessions: list[SessionOnRoute], now: datetime) -> str:
    """The time of meeting in all, such as "4 h 30 min"."""
    return dates.duration(now, now + sum((one.ends_at - one.starts_at for one in sessions), timedelta()))
