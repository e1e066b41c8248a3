"""API: the secret link under which colleagues see a draft."""

from pydantic import BaseModel
from sqlalchemy import Connection

from services.catalogue.actions import draft_link as actions
from services.catalogue.queries import workspace_series
from services.catalogue.routes.drafts import link_to
from services.catalogue.routes.permission import series_to_manage
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("draft_link")


class DraftLinkOut(BaseModel):
    """The link; null where there is none."""

    url: str | None


@api.reads("/series/<slug>/link", Access.ORGANISER, "The secret link to a draft", Shape(answer=DraftLinkOut))
def read_link(db: Connection, slug: str) -> DraftLinkOut:
    """Whoever has it sees the draft and its sessions, and can register for nothing."""
    series_to_manage(db, slug)
    return DraftLinkOut(url=link_to(workspace_series.series(db, slug)))


@api.writes("POST", "/series/<slug>/link", Access.ORGANISER, "Make a secret link to a draft", Shape(status=204))
def make_link(db: Connection, slug: str) -> None:
    """One that was there before ends. The link itself is in no kept answer: read it afterwards."""
    actions.make_link(db, known_viewer().actor, series_to_manage(db, slug).id)


@api.writes("DELETE", "/series/<slug>/link", Access.ORGANISER, "End the secret link to a draft", Shape(status=204))
def end_link(db: Connection, slug: str) -> None:
    """From then on only its organisers see the draft."""
    actions.end_link(db, known_viewer().actor, series_to_manage(db, slug).id)
