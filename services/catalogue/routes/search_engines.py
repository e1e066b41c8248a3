"""What search engines ask for: robots.txt (RFC 9309) and a sitemap (sitemaps.org protocol 0.9)."""

from flask import Blueprint, Response, render_template

from services.catalogue.queries import paths, public_home
from shared.web import access
from shared.web.current import reading, service_url

MOST_PATHS = 5_000

blueprint = Blueprint("search_engines", __name__)


@blueprint.get("/robots.txt")
@access.public
def robots() -> Response:
    """The public pages may be read; what is behind a sign-in has nothing for a search engine."""
    sitemap = service_url("catalogue", "/sitemap.xml")
    lines = ("User-agent: *", "Disallow: /workspace", "Disallow: /sign-in", f"Sitemap: {sitemap}", "")
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access.public
def sitemap() -> Response:
    """Every published series, session and path, with the day it last changed."""
    with reading() as db:
        rows = public_home.published_addresses(db)
        ways = paths.published(db, MOST_PATHS)
    return Response(render_template("public/sitemap.xml", rows=rows, paths=ways), mimetype="application/xml")
