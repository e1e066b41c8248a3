"""A small service with a few calls and pages, to see what the web layer makes of them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated

from flask import Flask, render_template_string
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, func, insert, select

from shared import clock
from shared.errors import Conflict, NotAllowed
from shared.schema.base import new_id
from shared.schema.organisations import Organisation
from shared.settings import Settings
from shared.web import access
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import EXTENSION
from shared.web.page_cache import Page, cached_page
from shared.web.service import add_api, create_service

api = Api("catalogue")


class ThingIn(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: Annotated[str, Field(min_length=1, max_length=20)]
    places: Annotated[int, Field(ge=0)] = 0


class ThingOut(BaseModel):
    """What is answered."""

    name: str
    count: int


@api.writes("POST", "/things", Access.PUBLIC, "Add a thing.", Shape(body=ThingIn, answer=ThingOut, status=201))
def add_thing(db: Connection, body: ThingIn) -> ThingOut:
    """Writes an organisation of that name."""
    if body.name == "taken":
        raise Conflict("taken", "This name is taken.", "name")
    if body.name == "not yours":
        raise NotAllowed("not_yours", "This is somebody else's.")
    db.execute(insert(Organisation).values(id=new_id(), name=body.name, created_at=clock.now()))
    if body.name == "broken":
        raise RuntimeError("broken in the middle")
    return ThingOut(name=body.name, count=db.scalar(select(func.count()).select_from(Organisation)) or 0)


@api.reads("/things/<uuid:thing_id>", Access.ORGANISER, "Read a thing.", Shape(answer=ThingOut))
def read_thing(db: Connection, thing_id: str) -> ThingOut:
    """Only for organisers."""
    return ThingOut(name=str(thing_id), count=0)


@api.writes("POST", "/inner", Access.SERVICE, "For services.", Shape(answer=ThingOut))
def inner(db: Connection) -> ThingOut:
    """Only for services."""
    return ThingOut(name="inner", count=0)


def _state(db: Connection) -> str:
    return f"{db.scalar(select(func.count()).select_from(Organisation))}"


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """The app; its connections are closed afterwards."""
    app = _small_service(settings)
    with closing(app.extensions[EXTENSION].database):
        yield app


def _small_service(settings: Settings) -> Flask:
    app = create_service("catalogue", __name__, settings)
    add_api(app, api)
    app.extensions["made"] = []
    app.extensions["changes_at"] = []

    @app.get("/page")
    @access.public
    @cached_page(_state)
    def page() -> Page:
        app.extensions["made"].append(1)
        return Page(f"<p>made {len(app.extensions['made'])}</p>", app.extensions["changes_at"])

    @app.get("/form")
    @access.public
    def form() -> str:
        return render_template_string("{{ csrf_token() }}")

    @app.post("/form")
    @access.public
    def sent() -> str:
        return "sent"

    @app.get("/workspace")
    @access.organiser
    def workspace() -> str:
        return "inside"

    @app.get("/forgotten")
    def forgotten() -> str:
        return "open by mistake"

    return app
