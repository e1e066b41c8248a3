"""What stands against the rows of the table of many sessions, as they are typed."""

from collections.abc import Sequence, Set
from uuid import UUID

from services.catalogue.forms.grid_row import GridRow
from services.catalogue.routes.move_warnings import Odd, Wanted, found_together
from shared import clock
from shared.web.current import reading


def of_rows(rows: Sequence[GridRow]) -> dict[UUID, list[Odd]]:
    """By session that is still to be held, or was just put into the past: what is said on its row."""
    wanted = [Wanted(row.session, row.as_typed(), row.named) for row in rows]
    shown = [one for one in wanted if one.is_moved or one.after.ends_at > clock.now()]
    with reading() as db:
        found = found_together(db, shown)
    # a deadline that is later than all it covers is said once, on the last row, unless a row was moved before it
    last = {odd.mend: session_id for session_id, odds in found.items() for odd in odds}
    moved = {one.session.id for one in shown if one.is_moved}
    return {
        session_id: [odd for odd in odds if session_id in moved or _is_said(odd, last[odd.mend] == session_id)]
        for session_id, odds in found.items()
    }


def _is_said(odd: Odd, is_last: bool) -> bool:
    """Of a row that wasn't moved."""
    return is_last if odd.kind == "deadline" else odd.kind != "past"


def unasked(changed: Sequence[GridRow], looked_at: Set[UUID]) -> list[str]:
    """Of rows that were saved and nobody was asked about (in drafts, or where only those who present are others): each
    sentence once, with the session that it is about."""
    wanted = [Wanted(row.session, row.changes(), row.named) for row in changed]
    with reading() as db:
        found = found_together(db, wanted)
    said = []
    for one in wanted:
        if one.session.id in looked_at or not (one.is_moved or one.presenters):
            continue
        odds = [odd for odd in found[one.session.id] if one.is_moved or odd.kind in ("presenter", "venue")]
        said += [odd.sentence if odd.kind == "deadline" else f"{one.after.title}: {odd.sentence}" for odd in odds]
    return list(dict.fromkeys(said))
