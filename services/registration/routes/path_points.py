"""Where somebody stands on a path, as a route."""

from flask_babel import gettext as _

from services.registration.queries.completions import OwnPath
from services.registration.rules.path_standing import Standing
from shared.web.route import Point, Stage, StopState, mark_stages

_STATES: dict[Standing, StopState] = {"completed": "past", "here": "now", "next": "next", "later": "future"}


def points_on(path: OwnPath) -> list[Point]:
    """Its stages, each saying how the reader stands with it."""
    words: dict[Standing, str | None] = {
        "completed": _("Completed"),
        "here": _("You are here"),
        "next": _("Next"),
        "later": None,
    }
    total = len(path.stages)
    return mark_stages(
        (
            Stage(
                title=stage.name,
                place=_("Stage %(number)s of %(total)s", number=number, total=total),
                word=words[stage.standing],
                language=path.language,
            ),
            _STATES[stage.standing],
        )
        for number, stage in enumerate(path.stages, start=1)
    )
