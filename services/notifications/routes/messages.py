"""The ledger: who was told what, when, and how it went."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from services.notifications import words
from services.notifications.forms.message_filter import MessageFilter
from services.notifications.queries import journal_lines, ledger
from services.notifications.routes.reach import reach
from shared.schema.notifications import MESSAGE_STATES
from shared.web import access
from shared.web.current import reading, service
from shared.web.date_filters import language
from shared.web.dates import moment_text

blueprint = Blueprint("messages", __name__)

ON_PAGE = 50


@blueprint.get("/messages")
@access.organiser
def page() -> str:
    """What fits the filter, the newest first; counts by state at the top."""
    within = reach()
    with reading() as db:
        series = ledger.series_choices(db, within)
        slug = request.args.get("series", "")
        sessions = ledger.session_choices(db, within, slug) if slug else []
        form = MessageFilter(
            request.args,
            [(row.slug, row.title) for row in series],
            [(str(row.id), f"{moment_text(row.starts_at, row.timezone, language())} {row.title}") for row in sessions],
        )
        form.validate()
        wanted = form.wanted()
        rows = ledger.page(db, within, wanted, ON_PAGE + 1, _cursor())
        counts = ledger.counts(db, within, wanted)
        given_up = journal_lines.given_up(db) if within.is_administrator else []
    return render_template(
        "messages/ledger.html",
        form=form,
        rows=rows[:ON_PAGE],
        counts=[(state, counts[state]) for state in MESSAGE_STATES if counts.get(state)],
        given_up=[(kind, count) for kind, count in given_up],
        given_up_total=sum(count for _kind, count in given_up),
        total=sum(counts.values()),
        next_url=_address(cursor=str(rows[ON_PAGE - 1].id)) if len(rows) > ON_PAGE else None,
        first_url=_address(cursor=None) if request.args.get("cursor") else None,
        state_url=lambda state: _address(state=state, cursor=None),
        is_filtered=any(request.args.get(name) for name in ("state", "kind", "recipient", "series", "session_id")),
        zone=service().settings.default_timezone,
        words=words,
    )


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
