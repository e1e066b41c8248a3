"""Themes and target groups: added, renamed, removed, and given to series."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, select, update

from services.catalogue.actions.constraints import explained
from services.catalogue.actions.versions import really_changed, require_newest, touch_series
from services.catalogue.queries.held import hold_many_series
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.slugs import free_slug
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere, Refusal
from shared.schema.base import new_id
from shared.schema.terms import SeriesTerm, Term

#: of one kind, so that whoever chooses can look through them
MOST = 100


@dataclass(frozen=True)
class NewTerm:
    """A theme or a target group. A form makes the ``id`` beforehand, so that sending it twice makes one."""

    kind: str
    name_fi: str
    name_sv: str = ""
    name_en: str = ""
    id: UUID = field(default_factory=new_id)


class TermNames(TypedDict, total=False):
    """What of a term may be edited; absent: stays as it is."""

    name_fi: str
    name_sv: str
    name_en: str


def add_term(db: Connection, actor: str, new: NewTerm) -> UUID:
    """Add one; its key is made of the Finnish name. Raises Conflict when there is one of that name."""
    same = _hold_all(db, new.kind)
    if new.id in {one.id for one in same}:
        return new.id
    if len(same) >= MOST:
        raise Conflict("too_many", _("There are %(most)s already. Remove one that nobody needs.", most=MOST))
    _require_free(same, new.name_fi)
    key = free_slug(new.name_fi, {one.key for one in same})
    db.execute(insert(Term).values(**asdict(new), key=key, created_at=clock.now()))
    journal.append(db, "term.added", actor, journal.Subject(subject_id=new.id))
    return new.id


def edit_term(
    db: Connection, actor: str, term_id: UUID, names: Mapping[str, Any], seen_version: int | None = None
) -> None:
    """Rename it on every series that has it. Raises Conflict when ``seen_version`` is no longer the newest."""
    term = _held(db, term_id)
    changed = really_changed(term, names)
    if not changed:
        return
    require_newest(term, seen_version)
    if "name_fi" in changed:
        _require_free([one for one in _hold_all(db, term.kind) if one.id != term_id], changed["name_fi"])
    # their pages and what is searched show its name; who gives terms holds the series before the term, too
    touch_series(db, hold_many_series(db, select(SeriesTerm.series_id).where(SeriesTerm.term_id == term_id)))
    db.execute(update(Term).where(Term.id == term_id).values(**changed, version=Term.version + 1))
    journal.append(db, "term.changed", actor, journal.Subject(subject_id=term_id, detail={"fields": sorted(changed)}))


def remove_term(db: Connection, actor: str, term_id: UUID) -> None:
    """Remove one that no series has. Raises Conflict while one does: it would no longer be found by it."""
    _held(db, term_id)
    if db.scalar(select(SeriesTerm.series_id).where(SeriesTerm.term_id == term_id).limit(1)) is not None:
        raise _in_use()
    # a series may be given it just now
    with explained({"fk_series_terms_term_id": _in_use}):
        db.execute(delete(Term).where(Term.id == term_id))
    journal.append(db, "term.removed", actor, journal.Subject(subject_id=term_id))


def give_terms(db: Connection, series_id: UUID, terms: Collection[UUID]) -> None:
    """Let a series that is held have exactly these. Raises Refusal when one of them isn't there."""
    known = set(db.scalars(select(Term.id).where(Term.id.in_(terms))))
    if known != set(terms):
        raise _gone()
    db.execute(delete(SeriesTerm).where(SeriesTerm.series_id == series_id))
    rows = [{"series_id": series_id, "term_id": one} for one in sorted(known)]
    # one may be removed just now
    with explained({"fk_series_terms_term_id": _gone}):
        if rows:
            db.execute(insert(SeriesTerm), rows)


def _hold_all(db: Connection, kind: str) -> list[AnyRow]:
    locks.hold_name(db, "terms")
    return list(db.execute(select(Term.id, Term.key, Term.name_fi).where(Term.kind == kind)))


def _held(db: Connection, term_id: UUID) -> AnyRow:
    locks.hold_name(db, "terms")
    term = db.execute(select(Term.__table__).where(Term.id == term_id)).one_or_none()
    if term is None:
        raise NotThere("no_term", _("There is no such theme or target group any more."))
    return term


def _gone() -> Refusal:
    return Refusal("no_term", _("There is no such theme or target group any more."), "topics")


def _in_use() -> Refusal:
    sentence = _("Some series have it, drafts and earlier ones among them. Rename it instead.")
    return Conflict("term_in_use", sentence)


def _require_free(same: Collection[AnyRow], name: str) -> None:
    if name.casefold() in {one.name_fi.casefold() for one in same}:
        raise Conflict("name_taken", _("There is one of this name already."), "name_fi")
