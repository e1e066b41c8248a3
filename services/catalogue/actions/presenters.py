"""Presenters of a session: added, changed, removed, and what they answer to their invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, insert, select, update

from services.catalogue.actions.changes import Thing, keep_name, keep_told
from services.catalogue.actions.sessions import require_scheduled
from services.catalogue.actions.versions import change_session, really_changed
from services.catalogue.queries.changes import PRESENTER
from services.catalogue.queries.held import hold_presenter, hold_session
from services.catalogue.rules.presenters import Answered, answer_counts, compare_rolls
from shared import journal
from shared.addresses import BadAddress, normalise
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.catalogue import Presenter

#: under which fields the history tells what is shown of a presenter
_TOLD_AS = {"name": "name", "title": "presenter_title", "role": "presenter_role"}


@dataclass(frozen=True)
class NewPresenter:
    """A presenter as asked for; ``title`` says what the person is."""

    name: str
    email: str
    role: str = "speaker"
    title: str = ""


class PresenterChanges(TypedDict, total=False):
    """What of a presenter may be edited. Another address is another person: remove and add."""

    name: str
    role: str
    title: str


@dataclass(frozen=True)
class Reply:
    """What a presenter's calendar sent back: PARTSTAT in lower case, DTSTAMP, SEQUENCE.

    ``note`` says why it is a no; None when nothing was said of it, which leaves what was said before.
    """

    partstat: str
    stamp: datetime
    sequence: int
    note: str | None = None


def add_presenter(db: Connection, actor: str, session_id: UUID, new: NewPresenter) -> UUID:
    """Add one presenter. Raises Conflict when the address is there already, or the session is cancelled."""
    session = hold_session(db, session_id)
    require_scheduled(session)
    email = _normalised(new.email, "email")
    if email in _addresses(db, session_id):
        raise Conflict("presenter_twice", _("This person presents this session already."), "email")
    presenter_id = new_id()
    _insert(db, actor, session, replace(new, email=email), presenter_id)
    change_session(db, session)
    return presenter_id


def change_presenter(db: Connection, actor: str, presenter_id: UUID, changes: PresenterChanges) -> None:
    """Change what is shown of a presenter; nobody is told."""
    presenter, session = hold_presenter(db, presenter_id)
    changed = really_changed(presenter, changes)
    if changed:
        db.execute(update(Presenter).where(Presenter.id == presenter_id).values(changed))
        change_session(db, session)
        _note_changed(db, actor, session, presenter, changed)


def remove_presenter(db: Connection, actor: str, presenter_id: UUID) -> None:
    """Take a presenter off; only their own invitation is withdrawn."""
    presenter, session = hold_presenter(db, presenter_id)
    _delete(db, actor, session, presenter)
    change_session(db, session)


def replace_presenters(db: Connection, actor: str, session_id: UUID, wanted: Sequence[NewPresenter]) -> None:
    """Make these the presenters. Who stays keeps invitation and answer; only who comes or goes is told.

    Raises Refusal naming the entry (``presenters.1.email``) for a bad address or one given twice.
    """
    session = hold_session(db, session_id)
    by_address = _by_address(wanted)
    rows = {row.email: row for row in db.execute(select(Presenter).where(Presenter.session_id == session_id)).all()}
    roll = compare_rolls(rows, by_address)
    edited = {
        email: difference
        for email in roll.kept
        if (difference := really_changed(rows[email], _shown(by_address[email])))
    }
    if not (roll.added or roll.removed or edited):
        return
    require_scheduled(session)
    for email in roll.removed:
        _delete(db, actor, session, rows[email])
    for presenter_id, email in zip(_ids_in_order(len(roll.added)), roll.added, strict=True):
        _insert(db, actor, session, by_address[email], presenter_id)
    for email, difference in edited.items():
        db.execute(update(Presenter).where(Presenter.id == rows[email].id).values(difference))
        _note_changed(db, actor, session, rows[email], difference)
    change_session(db, session)


def record_reply(db: Connection, presenter_id: UUID, reply: Reply) -> bool:
    """Note a presenter's answer. Returns False, having changed nothing, for one that another or a move overtook."""
    presenter, session = hold_presenter(db, presenter_id)
    before = Answered(presenter.reply_revision, presenter.reply_at) if presenter.reply_at else None
    said = Answered(reply.sequence, reply.stamp)
    kept = presenter.reply_note if presenter.reply == "declined" else ""
    note = (kept if reply.note is None else reply.note) if reply.partstat == "declined" else ""
    is_repeated = said == before and (reply.partstat, note) == (presenter.reply, presenter.reply_note)
    if is_repeated or not answer_counts(said, before, session.revision):
        return False
    answer = {"reply": reply.partstat, "reply_at": reply.stamp, "reply_revision": reply.sequence, "reply_note": note}
    db.execute(update(Presenter).where(Presenter.id == presenter_id).values(answer))
    change_session(db, session)
    _note(db, "presenter.replied", f"presenter:{presenter_id}", session, presenter_id, {"reply": reply.partstat})
    return True


def _by_address(wanted: Sequence[NewPresenter]) -> dict[str, NewPresenter]:
    found: dict[str, NewPresenter] = {}
    for number, presenter in enumerate(wanted):
        field = f"presenters.{number}.email"
        email = _normalised(presenter.email, field)
        if email in found:
            raise Refusal("presenter_twice", _("This person is in the list twice."), field)
        found[email] = replace(presenter, email=email)
    return found


def _normalised(written: str, field: str) -> str:
    try:
        return normalise(written)
    except BadAddress:
        raise Refusal(
            "bad_email",
            _("This is not an e-mail address that mail can be sent to. One looks like name@example.org."),
            field,
        ) from None


def _addresses(db: Connection, session_id: UUID) -> set[str]:
    return set(db.scalars(select(Presenter.email).where(Presenter.session_id == session_id)))


def _shown(presenter: NewPresenter) -> PresenterChanges:
    return {"name": presenter.name, "role": presenter.role, "title": presenter.title}


def _ids_in_order(count: int) -> list[UUID]:
    """Ids that keep the order of a list: those of one millisecond come in any order by themselves."""
    return sorted(new_id() for _index in range(count))


def _insert(db: Connection, actor: str, session: Row[Any], new: NewPresenter, presenter_id: UUID) -> None:
    db.execute(insert(Presenter).values(**asdict(new), id=presenter_id, session_id=session.id))
    _note(db, "presenter.added", actor, session, presenter_id)


def _delete(db: Connection, actor: str, session: Row[Any], presenter: Row[Any]) -> None:
    """The journal names nobody; beside it the name is kept for a while, for colleagues who were away."""
    db.execute(delete(Presenter).where(Presenter.id == presenter.id))
    keep_name(db, session.series_id, Thing(PRESENTER, presenter.id, session.id), presenter.name)
    _note(db, "presenter.removed", actor, session, presenter.id)


def _note_changed(
    db: Connection, actor: str, session: Row[Any], presenter: Row[Any], changed: Mapping[str, Any]
) -> None:
    before = {_TOLD_AS[name]: getattr(presenter, name) for name in changed}
    after = {_TOLD_AS[name]: value for name, value in changed.items()}
    kept = keep_told(db, session.series_id, Thing(PRESENTER, presenter.id, session.id), before, after)
    _note(db, "presenter.changed", actor, session, presenter.id, kept)


def _note(
    db: Connection, kind: str, actor: str, session: Row[Any], presenter_id: UUID, detail: dict[str, Any] | None = None
) -> None:
    subject = journal.Subject(session.series_id, session.id, subject_id=presenter_id, detail=detail or {})
    journal.append(db, kind, actor, subject)
