"""API: paths, and what offerings require."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row

from services.catalogue.actions import paths as actions
from services.catalogue.actions.requirements import require
from services.catalogue.queries import paths
from services.catalogue.routes.api_lists import ListQuery, cut, place_of
from services.catalogue.routes.api_path_shapes import (
    PathIn,
    PathOut,
    PathPage,
    PathPatch,
    PathSummary,
    RequirementsIn,
    RequirementsOut,
    StageIn,
    StageOut,
    StageSeriesOut,
)
from services.catalogue.routes.permission import offering_to_manage, path_to_manage, path_to_see, visible_offering
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service_url
from shared.web.viewer import Viewer, known_viewer, viewer

api = Api("paths")


@api.reads("/paths", Access.PUBLIC, "Paths", Shape(query=ListQuery, answer=PathPage))
def list_paths(db: Connection, query: ListQuery) -> PathPage:
    """In the order in which they were made; for organisers their drafts too."""
    rows = paths.published(db, query.limit + 1, place_of(query.cursor, UUID), _organised(viewer()))
    shown, cursor = cut(rows, query.limit, lambda row: (str(row.id),))
    items = [
        PathSummary(
            id=row.id,
            slug=row.slug,
            title=row.title,
            summary=row.summary,
            language=row.language,
            state=row.state,
            organiser_name=row.organiser_name,
            url=_url(row.slug),
        )
        for row in shown
    ]
    return PathPage(items=items, next=cursor)


@api.writes("POST", "/paths", Access.ORGANISER, "Add a path, as a draft", Shape(PathIn, None, PathOut, 201))
def add_path(db: Connection, body: PathIn) -> PathOut:
    """With its stages, in their order."""
    asker = known_viewer()
    asker.require_organiser(body.organiser_id)
    new = actions.NewPath(**body.model_dump(exclude={"stages"}))
    actions.create_path(db, asker.actor, new)
    if body.stages:
        actions.set_stages(db, asker, new.id, [_facts(stage) for stage in body.stages])
    return _shown(db, path_to_see(db, paths.slug_of(db, new.id)))


@api.reads("/paths/<slug>", Access.PUBLIC, "One path with its stages", Shape(answer=PathOut))
def get_path(db: Connection, slug: str) -> PathOut:
    """Drafts are there for their organisers only; so are the drafts among its series."""
    return _shown(db, path_to_see(db, slug))


@api.writes(
    "PATCH",
    "/paths/<slug>",
    Access.ORGANISER,
    "Change a path, publish it, or take it back",
    Shape(PathPatch, None, PathOut),
)
def patch_path(db: Connection, slug: str, body: PathPatch) -> PathOut:
    """Only what is sent changes; ``version`` is the one you saw, and a stale one is refused."""
    asker = known_viewer()
    path = path_to_manage(db, slug)
    said = body.model_dump(exclude_unset=True, exclude={"version", "state", "stages"})
    if "organiser_id" in said:
        asker.require_organiser(said["organiser_id"])
    if "stages" in body.model_fields_set:
        actions.set_stages(db, asker, path.id, [_facts(stage) for stage in body.stages], body.version)
    seen = None if "stages" in body.model_fields_set else body.version
    actions.edit_path(db, asker.actor, path.id, cast("actions.PathChanges", said), seen)
    if "state" in body.model_fields_set:
        change = actions.publish_path if body.state == "published" else actions.take_back_path
        change(db, asker.actor, path.id)
    return _shown(db, path_to_see(db, slug))


@api.writes("DELETE", "/paths/<slug>", Access.ORGANISER, "Remove a path; its series stay", Shape())
def delete_path(db: Connection, slug: str) -> None:
    """What people have completed stays too."""
    actions.remove_path(db, known_viewer().actor, path_to_manage(db, slug).id)


@api.reads(
    "/offerings/<uuid:offering_id>/requirements",
    Access.PUBLIC,
    "What has to be completed before one registers",
    Shape(answer=RequirementsOut),
)
def get_requirements(db: Connection, offering_id: UUID) -> RequirementsOut:
    """All of these series."""
    visible_offering(db, offering_id)
    return _requirements(db, offering_id)


@api.writes(
    "PUT",
    "/offerings/<uuid:offering_id>/requirements",
    Access.ORGANISER,
    "Say what has to be completed before one registers",
    Shape(RequirementsIn, None, RequirementsOut),
)
def put_requirements(db: Connection, offering_id: UUID, body: RequirementsIn) -> RequirementsOut:
    """Whoever is registered already stays so."""
    offering_to_manage(db, offering_id)
    require(db, known_viewer(), offering_id, body.series_ids)
    return _requirements(db, offering_id)


def _organised(asker: Viewer | None) -> frozenset[UUID] | None:
    if asker is None:
        return frozenset()
    return None if asker.is_administrator else asker.organises


def _facts(stage: StageIn) -> actions.StageFacts:
    return actions.StageFacts(**stage.model_dump())


def _requirements(db: Connection, offering_id: UUID) -> RequirementsOut:
    return RequirementsOut(series=[_series(one) for one in paths.required(db, [offering_id]).get(offering_id, [])])


def _series(row: Any) -> StageSeriesOut:
    return StageSeriesOut(id=row.id, slug=row.slug, title=row.title)


def _url(slug: str) -> str:
    return service_url("catalogue", f"/paths/{slug}")


def _shown(db: Connection, path: Row[Any]) -> PathOut:
    return PathOut(
        id=path.id,
        slug=path.slug,
        title=path.title,
        summary=path.summary,
        description=path.description,
        language=path.language,
        state=path.state,
        organiser_id=path.organiser_id,
        organiser_name=path.organiser_name,
        stages=[
            StageOut(
                name=stage.name,
                rule=stage.rule,  # type: ignore[arg-type]  # the table's check holds it to these
                credits_from=None if stage.credits_from is None else float(stage.credits_from),
                credits_to=None if stage.credits_to is None else float(stage.credits_to),
                series=[_series(one) for one in stage.series],
            )
            for stage in paths.stages(db, path.id, only_shown=path.state == "published")
        ],
        version=path.version,
        url=_url(path.slug),
    )
