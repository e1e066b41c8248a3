"""What is searched follows what is said of a series and its sessions, in the same transaction."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select

from services.catalogue.queries.rows import AnyRow
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


def keep_documents_at_end(db: Connection, series_id: UUID) -> None:
    """Make them once for all that a transaction changes: a hundred sessions brought are one look, not a hundred."""
    before_commit(db, ("documents", series_id), partial(keep_documents, db, series_id))


def keep_documents(db: Connection, series_id: UUID) -> None:
    """Make the documents anew of a series and of those of its sessions that have changed since theirs were made."""
    in_series = db.execute(
        select(
            Series.version,
            Series.language,
            Series.title,
            Series.summary,
            Series.description,
            Series.audience,
            Offering.region,
        )
        .outerjoin(Offering, Offering.series_id == Series.id)
        .where(Series.id == series_id)
    ).all()
    series = in_series[0]
    sessions = _changed_sessions(db, series_id)
    # whoever searches may know a region by its name in another language
    regions = (name for row in in_series if row.region for name in names_of(row.region))
    texts = [series.summary, series.description, series.audience, *regions, *_terms(db, series_id)]
    documents = [_document(series_id, series, texts, series.language)]
    for rows in sessions.values():
        texts = [rows[0].description, rows[0].venue, *(row.presenter for row in rows)]
        documents.append(_document(series_id, rows[0], texts, series.language, rows[0].id))
    of_series = and_(SearchDocument.series_id == series_id, SearchDocument.session_id.is_(None))
    db.execute(delete(SearchDocument).where(or_(of_series, SearchDocument.session_id.in_(sessions))))
    db.execute(insert(SearchDocument), documents)


def forget_documents(db: Connection, series_id: UUID) -> None:
    """Have all documents of a series made anew: its words have other forms in another language."""
    db.execute(delete(SearchDocument).where(SearchDocument.series_id == series_id))


def keep_what_is_behind(db: Connection) -> int:
    """Make documents for series that have none yet, or an old one: how many."""
    newest = exists().where(_OF_SERIES, SearchDocument.version == Series.version)
    behind = select(Series.id).where(~newest).order_by(Series.id.desc()).limit(MOST_AT_ONCE)
    found = db.scalars(behind.with_for_update(of=Series, skip_locked=True)).all()
    for series_id in found:
        keep_documents(db, series_id)
    return len(found)


def _changed_sessions(db: Connection, series_id: UUID) -> dict[UUID, list[AnyRow]]:
    """A row for each presenter, or one without."""
    newest = exists().where(_OF_SESSION, SearchDocument.version == Session.version)
    rows = db.execute(
        select(
            Session.id,
            Session.version,
            Session.title,
            Session.description,
            Session.venue,
            Presenter.name.label("presenter"),
        )
        .outerjoin(Presenter, Presenter.session_id == Session.id)
        .where(Session.series_id == series_id, ~newest)
    )
    found: dict[UUID, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return found


def _terms(db: Connection, series_id: UUID) -> list[str]:
    """Themes and target groups in all languages: who asks in Swedish finds what is held in Finnish, too."""
    names = select(Term.name_fi, Term.name_sv, Term.name_en).join(SeriesTerm, SeriesTerm.term_id == Term.id)
    return [name for row in db.execute(names.where(SeriesTerm.series_id == series_id)) for name in row]


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
