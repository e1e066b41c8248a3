"""The mails of a series: in whose words each goes out, in each language."""

from collections.abc import Mapping

from flask import Blueprint, render_template

from services.notifications import words
from services.notifications.messages.own_words import state_of
from services.notifications.messages.placeholders import PLACEHOLDERS
from services.notifications.messages.preview_kinds import ABOUT
from services.notifications.queries import own_words
from services.notifications.routes.own_series import own_series
from services.notifications.routes.private_pages import keep_private
from services.notifications.rules import kinds
from shared.web import access
from shared.web.current import reading
from shared.web.i18n import LANGUAGES

blueprint = Blueprint("templates", __name__)
blueprint.after_request(keep_private)

#: what is written by an organiser each time
_WRITTEN_EACH_TIME = {kinds.ANNOUNCEMENT}


@blueprint.get("/messages/series/<slug>/templates")
@access.organiser
def page(slug: str) -> str:
    """Each kind of mail with a way to its words and to how it looks."""
    with reading() as db:
        series = own_series(db, slug)
        kept = own_words.of_series(db, series.id)
    states = {
        kind: {language: state_of(kind, kept.get((kind, language))) for language in LANGUAGES} for kind in PLACEHOLDERS
    }
    return render_template(
        "messages/templates.html",
        series=series,
        states=states,
        others=[kind for kind in ABOUT if kind not in PLACEHOLDERS and kind not in _WRITTEN_EACH_TIME],
        standard={kind: _standard(of_kind) for kind, of_kind in states.items()},
        words=words,
    )


def _standard(states: Mapping[str, str]) -> list[str]:
    """The languages without own words, of a kind that has them in others."""
    without = [LANGUAGES[language] for language, state in states.items() if state != "own"]
    return without if len(without) < len(states) else []
