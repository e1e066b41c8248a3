"""Rows that are to become sessions, as somebody wrote them: texts by what they say, not yet read."""

import re
from collections.abc import Collection
from typing import Annotated, Literal, get_args
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field

#: sessions that one file brings at most
MOST_ROWS = 100
#: as long as a description may be, and then some
_LONGEST = 25_000

Cell = Literal[
    "title", "day", "starts", "ends", "timezone", "mode", "join_url", "venue", "presenters", "emails", "description"
]
CELLS: tuple[Cell, ...] = get_args(Cell)
#: the UID of a session's entry in every calendar; whatever the installation was called when it was taken out
_OURS = re.compile(r"session-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^/]+", re.IGNORECASE)
Texts = dict[Cell, Annotated[str, Field(max_length=_LONGEST)]]


class WrittenRow(BaseModel):
    """One row. ``uid`` says which event of a calendar it was; ``mended`` stands in place of what the file says."""

    model_config = ConfigDict(extra="forbid")

    #: in the file, from 1
    number: Annotated[int, Field(ge=0, le=10_000_000)]
    cells: Texts = Field(default_factory=dict)
    mended: Texts = Field(default_factory=dict)
    uid: Annotated[str, Field(max_length=1000)] = ""
    is_all_day: bool = False

    def text(self, cell: Cell) -> str:
        """What it says now."""
        return self.mended.get(cell, self.cells.get(cell, "")).strip()


def named_session(row: WrittenRow) -> UUID | None:
    """The session whose entry the event was, if it came out of a feed or an invitation of ours."""
    ours = _OURS.fullmatch(row.uid.strip())
    return UUID(ours[1]) if ours else None


def ids_of(series_id: UUID, rows: list[WrittenRow], own: Collection[UUID] = ()) -> list[UUID]:
    """The id of the session that each row becomes: the same file brings the same ones, however it was mended.

    An event of a calendar that names one of the series' ``own`` sessions is that one; another goes by its UID, a row by
    what stands in it; rows that say the same are told apart in order.
    """
    seen: dict[str, int] = {}
    found: list[UUID] = []
    for row in rows:
        named = named_session(row)
        if named is not None and named in own and named not in found:
            found.append(named)
            continue
        said = f"uid:{row.uid}" if row.uid else "row:" + "\x1f".join(row.cells.get(cell, "").strip() for cell in CELLS)
        seen[said] = seen.get(said, 0) + 1
        found.append(uuid5(series_id, f"{said}\x1e{seen[said]}"))
    return found
