"""A mail shown within a page, in a frame that can do nothing: `components/mail_frame.html` draws it."""

from typing import TypeVar

from werkzeug.wrappers import Response

from shared.web.current import service
from shared.web.headers import content_policy

AnyResponse = TypeVar("AnyResponse", bound=Response)
_NEW_TAB = '<head><base target="_blank">'


def framed(html: str) -> str:
    """A mail's HTML whose links open beside the page that it stands in."""
    return html.replace("<head>", _NEW_TAB, 1)


def letting_mail_in(response: AnyResponse) -> AnyResponse:
    """The page, with the mail's looks let in: they stand on its elements, which a page's policy forbids otherwise."""
    response.headers["Content-Security-Policy"] = content_policy(service().settings, has_mail=True)
    return response
