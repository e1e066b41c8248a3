"""What the demo's organisers work on: next season's tour as a draft shared by link, and a template to copy from."""

from datetime import timedelta

from sqlalchemy import Connection, select

from services.catalogue.actions.copy_series import Copy, copy_series
from services.catalogue.actions.draft_link import make_link
from shared import clock
from shared.schema.catalogue import Series

#: the programme that both are made from
SLUG = "tutustumiskierros"
_A_SEASON = timedelta(weeks=26)


def add_drafts(db: Connection, actor: str) -> None:
    """A season later, with the same presenters; and as a template, with nobody's names in it."""
    series_id = db.scalars(select(Series.id).where(Series.slug == SLUG)).one()
    today = clock.now().date()
    season = Copy("Tutustumiskierros, seuraava kausi", today + _A_SEASON, slug="tutustumiskierros-seuraava-kausi")
    make_link(db, actor, copy_series(db, actor, series_id, season))
    template = Copy("Webinaarikierroksen pohja", today, with_presenters=False, is_template=True)
    copy_series(db, actor, series_id, template)
