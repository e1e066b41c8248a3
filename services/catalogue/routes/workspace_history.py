"""Who changed what of a series, for its organisers."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from services.catalogue import change_words, history_words, save_words
from services.catalogue.queries import changes, workspace_series
from services.catalogue.queries.history import Fact, is_same_save, parse_place, whole_saves
from services.catalogue.routes.permission import route_to_manage
from shared import clock
from shared.web import access
from shared.web.current import reading

blueprint = Blueprint("workspace_history", __name__, url_prefix="/workspace/series")

#: lines on a page, and on to the end of what was saved with the last of them
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
        found = whole_saves(db, series.id, MOST, before)
        last = changes.undoable(db, series.id, clock.now()) if before is None else set()
    return render_template(
        "workspace/history.html",
        series=series,
        saves=saves(found.facts),
        earlier=found.earlier,
        is_first=before is None,
        said=history_words,
        changed=change_words,
        saved=save_words,
        names=change_words.named(found.names, series.timezone),
        undoable={str(one) for one in last},
        who=who,
    )


def saves(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The lines that one save wrote, together: each list is one, the newest first."""
    found: list[list[Fact]] = []
    for fact in facts:
        if found and is_same_save(found[-1][-1], fact):
            found[-1].append(fact)
        else:
            found.append([fact])
    return found


def who(fact: Fact, names: Mapping[UUID, str]) -> str:
    """By whom it was done."""
    name = history_words.who(fact, names)
    if name:
        return name
    return {"system": _("By itself"), "demo": _("The demo programme")}.get(fact.actor, _("Somebody"))
