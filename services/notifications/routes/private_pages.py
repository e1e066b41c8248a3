"""What pages have in common that name people, or whose address lets somebody in."""

from flask import Response


def keep_private(response: Response) -> Response:
    """No cache keeps it, no search engine lists it, no other page hears of it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
