"""The newest series for feed readers (Atom, RFC 4287)."""

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request
from sqlalchemy import and_

from services.catalogue.queries import public_home, public_search
from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.routes import narrowing
from services.catalogue.words import kind_word
from shared import clock
from shared.web import access
from shared.web.current import reading, service

MOST_SERIES = 50
#: a feed without entries has to say when it changed, too
_NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)

blueprint = Blueprint("feed", __name__)


@blueprint.get("/series.atom")
@access.public
def newest() -> Response:
    """What was published last, the newest first, narrowed down as the list is; a reader that has it all is told so in
    a line (RFC 9110, 304)."""
    with reading() as db:
        asked = narrowing.read(request.args, service().settings.default_timezone, narrowing.choices(db).names())
        fits = Narrowing(asked.wish, clock.now()).series
        if asked.words:
            fits = and_(fits, public_search.has_asked(db, asked.words))
        series = public_home.newest(db, MOST_SERIES, fits)
    updated = max((one.changed_at for one in series), default=_NOTHING_YET)
    text = render_template("public/feed.xml", series=series, updated=updated, kind_word=kind_word, asked=asked)
    answer = Response(text, mimetype="application/atom+xml")
    answer.add_etag()
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(("Cookie", "Accept-Language"))
    answer.make_conditional(request)
    return answer
