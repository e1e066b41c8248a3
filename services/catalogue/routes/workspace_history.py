"""Who changed what of a series, for its organisers."""

from itertools import chain

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from services.catalogue import history_words
from services.catalogue.queries import changes, workspace_series
from services.catalogue.queries.history import Fact, history, parse_place
from services.catalogue.routes.permission import route_to_manage
from shared import clock
from shared.web import access
from shared.web.current import reading

blueprint = Blueprint("workspace_history", __name__, url_prefix="/workspace/series")

#: lines on a page
MOST = 50


@blueprint.get("/<slug>/history")
@access.organiser
def page(slug: str) -> str:
    """The newest first; `before` goes on from where the page before ended."""
    try:
        before = parse_place(request.args["before"]) if "before" in request.args else None
    except ValueError:
        before = None
    with reading() as db:
        route_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        facts = history(db, series.id, MOST + 1, before)
        changed = changes.of_lines(db, [fact.detail for fact in facts])
        terms = changes.named_terms(db, chain.from_iterable(changed.values()))
        last = changes.undoable(db, series.id, clock.now()) if before is None else set()
    return render_template(
        "workspace/history.html",
        series=series,
        facts=facts[:MOST],
        earlier=facts[MOST - 1].id if len(facts) > MOST else None,
        is_first=before is None,
        said=history_words,
        changed={key: history_words.told_values(fields, series.timezone, terms) for key, fields in changed.items()},
        undoable={str(one) for one in last},
        who=who,
    )


def who(fact: Fact) -> str:
    """By whom it was done."""
    if fact.who:
        return fact.who
    return _("By itself") if fact.actor == "system" else _("Somebody")
