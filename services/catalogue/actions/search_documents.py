"""What is searched follows what is said of a series and its sessions, in the same transaction."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, delete, exists, insert, select

from services.catalogue import search_words
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.city_names import other_names
from services.catalogue.rules.word_forms import kept
from shared.database.connection import before_commit
from shared.rules.regions import names_of
from shared.schema.catalogue import Offering, Presenter, Series, Session
from shared.schema.search import SearchDocument
from shared.schema.terms import SeriesTerm, Term

#: series whose documents one ring of the clock makes at most
MOST_AT_ONCE = 200

_OF_SERIES = and_(SearchDocument.series_id == Series.id, SearchDocument.session_id.is_(None))
_OF_SESSION = SearchDocument.session_id == Session.id


def keep_documents_at_end(db: Connection, *series_ids: UUID) -> None:
    """Make them once for all that a transaction changes: a hundred sessions brought are one look, not a hundred."""
    before_commit(db, ("documents", *series_ids), partial(keep_documents, db, series_ids))


def keep_documents(db: Connection, series_ids: Sequence[UUID]) -> None:
    """Make the documents anew of series and of those of their sessions that have changed since theirs were made: six
    statements for each few hundred series."""
    for start in range(0, len(series_ids), MOST_AT_ONCE):
        _keep_some(db, series_ids[start : start + MOST_AT_ONCE])


def _keep_some(db: Connection, series_ids: Sequence[UUID]) -> None:
    series, terms = _series(db, series_ids), _terms(db, series_ids)
    sessions = _changed_sessions(db, series_ids)
    documents = []
    for series_id, rows in series.items():
        # whoever searches may know a region by its name in another language
        regions = (name for row in rows if row.region for name in names_of(row.region))
        one = rows[0]
        names = (*regions, *terms.get(series_id, ()), *search_words.of_series(one.kind))
        texts = [one.summary, one.description, one.audience, *names]
        documents.append(_document(series_id, one, texts, one.language))
    for rows in sessions.values():
        one = rows[0]
        named = (*other_names(one.venue or ""), *search_words.of_session(one.kind, one.mode))
        texts = [one.description, one.venue, *(row.presenter for row in rows), *named]
        documents.append(_document(one.series_id, one, texts, series[one.series_id][0].language, one.id))
    of_series = and_(SearchDocument.series_id.in_(series_ids), SearchDocument.session_id.is_(None))
    db.execute(delete(SearchDocument).where(of_series))
    if sessions:
        db.execute(delete(SearchDocument).where(SearchDocument.session_id.in_(sessions)))
    db.execute(insert(SearchDocument), documents)


def forget_documents(db: Connection, series_id: UUID) -> None:
    """Have all documents of a series made anew: its words have other forms in another language."""
    db.execute(delete(SearchDocument).where(SearchDocument.series_id == series_id))


def keep_what_is_behind(db: Connection) -> int:
    """Make documents for series that have none yet, or an old one: how many."""
    newest = exists().where(_OF_SERIES, SearchDocument.version == Series.version)
    behind = select(Series.id).where(~newest).order_by(Series.id.desc()).limit(MOST_AT_ONCE)
    found = db.scalars(behind.with_for_update(of=Series, skip_locked=True)).all()
    keep_documents(db, found)
    return len(found)


def _series(db: Connection, series_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """A row for each of its offerings, or one without."""
    rows = db.execute(
        select(
            Series.id,
            Series.version,
            Series.language,
            Series.kind,
            Series.title,
            Series.summary,
            Series.description,
            Series.audience,
            Offering.region,
        )
        .outerjoin(Offering, and_(Offering.series_id == Series.id, Offering.customer_id.is_(None)))
        .where(Series.id.in_(series_ids))
    )
    return _by_id(rows)


def _changed_sessions(db: Connection, series_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """A row for each presenter, or one without."""
    newest = exists().where(_OF_SESSION, SearchDocument.version == Session.version)
    rows = db.execute(
        select(
            Session.id,
            Session.series_id,
            Session.version,
            Session.title,
            Session.description,
            Session.venue,
            Session.kind,
            Session.mode,
            Presenter.name.label("presenter"),
        )
        .outerjoin(Presenter, Presenter.session_id == Session.id)
        .where(Session.series_id.in_(series_ids), ~newest)
    )
    return _by_id(rows)


def _terms(db: Connection, series_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Themes and target groups in all languages: who asks in Swedish finds what is held in Finnish, too."""
    named = select(SeriesTerm.series_id, Term.name_fi, Term.name_sv, Term.name_en)
    found: dict[UUID, list[str]] = {}
    rows = db.execute(named.join(Term, Term.id == SeriesTerm.term_id).where(SeriesTerm.series_id.in_(series_ids)))
    for series_id, *names in rows:
        found.setdefault(series_id, []).extend(names)
    return found


def _by_id(rows: Iterable[AnyRow]) -> dict[UUID, list[AnyRow]]:
    found: dict[UUID, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return found


def _document(
    series_id: UUID, of: AnyRow, texts: Iterable[str | None], language: str, session_id: UUID | None = None
) -> dict[str, Any]:
    return {
        "series_id": series_id,
        "session_id": session_id,
        "version": of.version,
        "title_words": kept([of.title], language),
        "text_words": kept(filter(None, texts), language),
    }
