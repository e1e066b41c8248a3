"""Lists in pages: how many, and a cursor that says where the next page begins."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from flask_babel import gettext as _
from pydantic import Field

from services.catalogue.routes.api_fields import Input
from shared.errors import Refusal

T = TypeVar("T")

DEFAULT_LIMIT = 50
MOST = 200


class ListQuery(Input):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT_LIMIT
    cursor: Annotated[str, Field(max_length=300)] | None = None


def cut(rows: Sequence[T], limit: int, place: Callable[[T], Sequence[str]]) -> tuple[Sequence[T], str | None]:
    """The rows of this page, of one more than ``limit`` that were read, and the cursor of the next page.

    ``place`` gives the values by which the rows are ordered.
    """
    if len(rows) <= limit:
        return rows, None
    shown = rows[:limit]
    return shown, base64.urlsafe_b64encode(json.dumps(place(shown[-1])).encode()).decode()


def place_of(cursor: str | None, parse: Callable[..., T]) -> T | None:
    """Where a page begins: the values of its cursor, read by ``parse``; None at the beginning.

    Raises Refusal for what no list of ours gave out.
    """
    if cursor is None:
        return None
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        return parse(*values)
    except (ValueError, TypeError, binascii.Error):
        raise Refusal("bad_cursor", _('Take the cursor from the "next" of the page before.'), "cursor") from None
