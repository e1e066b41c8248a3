"""What Kierros is held against: bare Flask apps that do the least such a page or call can do, on the same server.

``python -m benchmarks.yardsticks NAME ADDRESS DATABASE SERVICE`` serves one as that service would be.
"""

import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, Response, render_template, request
from jinja2 import DictLoader
from pydantic import BaseModel, Field
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    MetaData,
    String,
    Table,
    Uuid,
    create_engine,
    event,
    insert,
    make_url,
)

from shared.command.serve import Server
from shared.settings import Settings

ROWS = [{"title": f"Session {number}", "place": "Online", "starts_at": f"{number}.9. 14.00"} for number in range(1, 21)]
PAGE = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr><td>{{ loop.index }}</td><td>{{ row.title }}</td><td>{{ row.place }}</td>
<td>{{ row.starts_at }}</td></tr>{% endfor %}</table></body></html>"""

TABLE = Table(
    "yardstick",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("email", String(254), nullable=False),
    Column("name", String(200), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)


class Registration(BaseModel):
    """The least that a registration is."""

    email: str = Field(max_length=254)
    name: str = Field(max_length=200)


def page(_database: str) -> Flask:
    """A page of 20 rows, without a database."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.get("/")
    def rows() -> str:
        return render_template("page.html", title="Sessions", rows=ROWS)

    return app


def hello(_database: str) -> Flask:
    """A few words."""
    app = Flask(__name__)

    @app.get("/")
    def words() -> str:
        return "Hello"

    return app


def registrations(database: str) -> Flask:
    """A body checked by pydantic, one INSERT, one commit."""
    app = Flask(__name__)
    engine = plain_engine(database)

    @app.get("/")
    def words() -> str:
        return "Hello"

    @app.post("/registrations")
    def register() -> Response:
        body = Registration.model_validate_json(request.get_data())
        row = {"id": uuid.uuid4(), "email": body.email, "name": body.name, "created_at": datetime.now(UTC)}
        with engine.begin() as db:
            db.execute(insert(TABLE), row)
        return Response(f'{{"id": "{row["id"]}"}}', 201, mimetype="application/json")

    return app


def prepare(database: str) -> None:
    """Make the table that ``registrations`` writes."""
    engine = plain_engine(database)
    TABLE.create(engine, checkfirst=True)
    engine.dispose()


def plain_engine(url: str) -> Engine:
    """SQLAlchemy's own engine; on SQLite as durable as Kierros is: WAL, and every commit on the disk."""
    engine = create_engine(make_url(url))
    if engine.dialect.name == "sqlite":

        def prepare(connection: Connection, _record: object) -> None:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 30000"):
                connection.execute(f"PRAGMA {pragma}")  # type: ignore[call-overload]

        event.listen(engine, "connect", prepare)
    return engine


APPS: dict[str, Callable[[str], Flask]] = {"page": page, "hello": hello, "registrations": registrations}


if __name__ == "__main__":
    name, address, database, service = sys.argv[1:]
    if database:
        prepare(database)
    # the server that runs Kierros' services, with the same settings and number of workers
    Server(service, Settings(bind=address), lambda: APPS[name](database)).run()
