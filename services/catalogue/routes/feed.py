"""The newest series for feed readers (Atom, RFC 4287)."""

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request

from services.catalogue.queries import public_home
from services.catalogue.words import kind_word
from shared.web import access
from shared.web.current import reading

MOST_SERIES = 50
#: a feed without entries has to say when it changed, too
_NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)

blueprint = Blueprint("feed", __name__)


@blueprint.get("/series.atom")
@access.public
def newest() -> Response:
    """What was published last, the newest first; a reader that has it all is told so in a line (RFC 9110, 304)."""
    with reading() as db:
        series = public_home.newest(db, MOST_SERIES)
    updated = max((one.changed_at for one in series), default=_NOTHING_YET)
    text = render_template("public/feed.xml", series=series, updated=updated, kind_word=kind_word)
    answer = Response(text, mimetype="application/atom+xml")
    answer.add_etag()
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(("Cookie", "Accept-Language"))
    answer.make_conditional(request)
    return answer
