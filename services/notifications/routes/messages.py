"""The ledger: who was told what, when, and how it went."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import Connection, Row
from werkzeug.datastructures import MultiDict

from services.notifications import words
from services.notifications.forms.message_filter import MessageFilter
from services.notifications.queries import journal_lines, ledger
from services.notifications.queries.ledger import Counts, Reach, Wanted
from services.notifications.routes.private_pages import keep_private
from services.notifications.routes.reach import reach
from services.notifications.rules.retries import RETRYABLE
from shared.rules.partners import Right
from shared.schema.notifications import MESSAGE_STATES
from shared.web import access
from shared.web.current import reading, service
from shared.web.date_filters import language
from shared.web.dates import moment_text

blueprint = Blueprint("messages", __name__)
blueprint.after_request(keep_private)

ON_PAGE = 50
FILTERS = ("state", "kind", "recipient", "series", "session_id")


@blueprint.get("/messages")
@access.organiser
def page() -> str:
    """What fits the filter, the newest first; counts by state at the top."""
    within = reach(Right.PEOPLE)
    with reading() as db:
        form = filter_of(db, within, request.args)
        wanted = form.wanted()
        rows = ledger.page(db, within, wanted, ON_PAGE + 1, _cursor())
        counts = _counts(db, within, wanted, rows)
        given_up = journal_lines.given_up(db) if within.is_administrator else []
    return render_template(
        "messages/ledger.html",
        form=form,
        rows=rows[:ON_PAGE],
        counts=[(state, counts.states.get(state)) for state in MESSAGE_STATES if _is_listed(counts, state)],
        lost=_lost(counts, wanted),
        most=ledger.MOST_COUNTED if counts.is_more else None,
        again_url=url_for("messages_retry.ask", **asked()),
        given_up=[(kind, count) for kind, count in given_up],
        given_up_total=sum(count for _kind, count in given_up),
        total=sum(counts.states.values()),
        next_url=_address(cursor=str(rows[ON_PAGE - 1].id)) if len(rows) > ON_PAGE else None,
        first_url=_address(cursor=None) if request.args.get("cursor") else None,
        state_url=lambda state: _address(state=state, cursor=None),
        is_filtered=bool(asked()),
        session_told=url_for("told.page", session_id=chosen) if (chosen := wanted.session_id) else None,
        zone=service().settings.default_timezone,
        words=words,
    )


def filter_of(db: Connection, within: Reach, said: MultiDict[str, str]) -> MessageFilter:
    """What is asked for, by a form with what may be chosen; what is wrong in it says so and narrows nothing."""
    series = ledger.series_choices(db, within)
    slug = said.get("series", "")
    sessions = ledger.session_choices(db, within, slug) if slug else []
    form = MessageFilter(
        said,
        [(row.slug, row.title) for row in series],
        [(str(row.id), f"{moment_text(row.starts_at, row.timezone, language())} {row.title}") for row in sessions],
    )
    form.validate()
    return form


def asked() -> dict[str, Any]:
    """The filter, as the address says it."""
    return {name: request.values[name] for name in FILTERS if request.values.get(name)}


def _counts(db: Connection, within: Reach, wanted: Wanted, rows: Sequence[Row[Any]]) -> Counts:
    """Where the page shows all that fits, whatever its state, nothing is looked for a second time."""
    if wanted.state is None and not request.args.get("cursor") and len(rows) <= ON_PAGE:
        return Counts(Counter(row.state for row in rows))
    return ledger.counts(db, within, wanted)


def _is_listed(counts: Counts, state: str) -> bool:
    """Where not all is counted, any state may be among it."""
    return bool(counts.states.get(state)) or (counts.is_more and state not in RETRYABLE)


def _lost(counts: Counts, wanted: Wanted) -> int:
    """How many of those that are shown may be sent again."""
    states = RETRYABLE if wanted.state is None else {wanted.state} & set(RETRYABLE)
    return sum(counts.states.get(state, 0) for state in states)


def _cursor() -> UUID | None:
    """Where the page begins; a cursor that is none begins at the start."""
    try:
        return UUID(request.args.get("cursor", ""))
    except ValueError:
        return None


def _address(**changes: str | None) -> str:
    """This page with a changed query."""
    query = {name: value for name, value in {**request.args.to_dict(), **changes}.items() if value}
    query.pop("lang", None)
    return url_for("messages.page") + (f"?{urlencode(query)}" if query else "")
