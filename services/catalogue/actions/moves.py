"""Changes that calendars must follow: told of after a moment, and undone while nobody has been told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, insert, select, update

from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.sessions import Held, SessionChanges, edit_session
from services.catalogue.actions.versions import change_session, really_changed, require_newest
from services.catalogue.queries.belonging import series_of_session
from services.catalogue.queries.changes import back, kept
from services.catalogue.queries.held import hold_session
from services.catalogue.queries.workspace_series import told_of_session
from services.catalogue.rules import holding, schedule
from shared import clock, journal
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.catalogue import Presenter
from shared.schema.session_moves import SessionMove


@dataclass(frozen=True)
class Edit:
    """A change of a session as a person asked for it: the version that was seen, and a word to those who are told.

    Without ``presenters`` they stay.
    """

    changes: SessionChanges
    seen_version: int | None = None
    presenters: Sequence[NewPresenter] | None = None
    note: str = ""


def edit_undoably(db: Connection, actor: str, session_id: UUID, edit: Edit) -> UUID | None:
    """Change it. What calendars must follow is told later; returns under which id it can be undone until then.

    None where nobody is told, or nothing of the kind changed.
    Raises what ``edit_session`` and ``replace_presenters`` do.
    """
    session = hold_session(db, session_id)
    if edit.presenters is not None:
        require_newest(session, edit.seen_version)
        # first, since a move is undone only while nothing came after it
        replace_presenters(db, actor, session_id, edit.presenters)
        session = hold_session(db, session_id)
    seen = edit.seen_version if edit.presenters is None else None
    changed = really_changed(session, edit.changes)
    people = _people_to_tell(db, session, edit.changes) if schedule.raises_revision(changed) else 0
    if not people:
        edit_session(db, actor, session_id, edit.changes, seen)
        return None
    held = Held(new_id(), holding.told_from(clock.now()))
    answers = _answers(db, session_id)
    edit_session(db, actor, session_id, edit.changes, seen, held)
    _keep_move(db, actor, session, held, people=people, note=edit.note, answers=answers)
    return held.id


def undo_move(db: Connection, actor: str, session_id: UUID, move_id: UUID) -> None:
    """Put the session back to what it was; nobody has heard of what it became. Once more changes nothing.

    Presenters who were added or removed with it stay so. The revision rises all the same, since feeds may have been
    read (RFC 5546 section 2.1.5). Raises Conflict when the
    mails are on their way, or the session has been changed since.
    """
    session = hold_session(db, session_id)
    move = db.execute(
        select(SessionMove).where(SessionMove.id == move_id, SessionMove.session_id == session_id)
    ).one_or_none()
    if move is None:
        raise NotThere("no_move", _("There is no such move."))
    if move.revision_undone is not None:
        return
    if session.version != move.version:
        raise Conflict(
            "changed_since",
            _("The session has been changed again since, so this can't be undone. Open the session and edit it."),
        )
    if clock.now() >= holding.undone_until(move.told_from):
        raise Conflict(
            "told_already",
            _("It is too late to undo this: people are being told. Change the session once more."),
        )
    revision = session.revision + 1
    change_session(db, session, **_before(db, move), revision=revision)
    db.execute(update(SessionMove).where(SessionMove.id == move_id).values(revision_undone=revision))
    _restore_answers(db, move.answers, revision)
    about = journal.Subject(session.series_id, session_id, subject_id=move_id, detail={"revision": revision})
    journal.append(db, "session.move_undone", actor, about)


def _keep_move(db: Connection, actor: str, session: Row[Any], held: Held, **more: Any) -> None:
    db.execute(
        insert(SessionMove).values(
            id=held.id,
            session_id=session.id,
            actor=actor,
            at=clock.now(),
            told_from=held.until,
            starts_before=session.starts_at,
            ends_before=session.ends_at,
            revision_before=session.revision,
            revision=session.revision + 1,
            version=session.version + 1,
            **more,
        )
    )


def _before(db: Connection, move: Row[Any]) -> dict[str, Any]:
    """What the fields held that were changed with it: the change is kept under the same id."""
    change = kept(db, move.id)
    return back(change) if change else {"starts_at": move.starts_before, "ends_at": move.ends_before}


def _people_to_tell(db: Connection, session: Row[Any], changes: SessionChanges) -> int:
    """How many get a mail: none about a draft, nor about what is over."""
    series = series_of_session(db, session.id)
    ends_at = changes.get("ends_at", session.ends_at)
    is_told = series is not None and series.state == "published" and ends_at > clock.now()
    return told_of_session(db, session.id).people if is_told else 0


def _answers(db: Connection, session_id: UUID) -> dict[str, Any]:
    rows = db.execute(select(Presenter).where(Presenter.session_id == session_id, Presenter.reply_at.is_not(None)))
    return {str(row.id): [row.reply, row.reply_at.isoformat()] for row in rows}


def _restore_answers(db: Connection, answers: dict[str, Any], revision: int) -> None:
    """What was answered to the earlier time holds for it again."""
    for presenter_id, (reply, at) in answers.items():
        values = {"reply": reply, "reply_at": datetime.fromisoformat(at), "reply_revision": revision}
        db.execute(update(Presenter).where(Presenter.id == UUID(presenter_id)).values(values))
