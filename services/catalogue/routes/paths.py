"""The public page of a path."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask_babel import gettext as _

from services.catalogue import words
from services.catalogue.queries import paths
from services.catalogue.queries.paths import Stage as PathStage
from services.catalogue.routes.permission import path_to_see
from services.catalogue.routes.series import may_organise
from services.catalogue.rules.path_picture import cut
from services.catalogue.rules.paths import credits_in_all
from services.catalogue.rules.stages_picture import stages_picture
from shared.web import access
from shared.web.current import reading
from shared.web.markdown import to_html
from shared.web.page_cache import Page, cached_page
from shared.web.route import Point, Stage, mark_stages

blueprint = Blueprint("paths", __name__)


@blueprint.get("/paths/<slug>")
@access.public
@cached_page(paths.state_of)
def page(slug: str) -> Page:
    """Its stages with their series, drawn and as a list, and the credits it comes to."""
    with reading() as db:
        path = path_to_see(db, slug)
        stages = paths.stages(db, path.id, only_shown=path.state == "published")
    html = render_template(
        "public/path.html",
        path=path,
        stages=stages,
        by_key={f"stage-{stage.position}": stage for stage in stages},
        picture=stages_picture([(one.rule, len(one.series), bool(one.credits_to)) for one in stages]),
        cut=cut,
        points=points_of(stages, path.language),
        credits=words.credit_range(*credits_in_all(stages)),
        description=to_html(path.description),
        may_organise=may_organise(path.organiser_id),
        words=words,
    )
    return Page(html, changes_at=[])


def points_of(stages: Sequence[PathStage], language: str) -> list[Point]:
    """The stages as stops, all of them still to come: nothing is known of the reader."""
    total = len(stages)
    return mark_stages(
        (
            Stage(
                title=stage.name,
                place=_("Stage %(number)s of %(total)s", number=number, total=total),
                language=language,
                key=f"stage-{stage.position}",
            ),
            "future",
        )
        for number, stage in enumerate(stages, start=1)
    )
