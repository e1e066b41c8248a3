"""The words that the public lists are written in."""

from sqlalchemy import Connection, select, union_all

from services.catalogue import search_words
from services.catalogue.queries.series_order import PUBLISHED
from services.catalogue.rules.word_forms import words_of
from shared.rules.regions import names_of
from shared.schema.catalogue import Offering, Presenter, Series, Session
from shared.schema.terms import SeriesTerm, Term


def of_the_lists(db: Connection) -> set[str]:
    """Whatever a title, an introduction, a theme, a region or a presenter's name holds that anybody may find, and what
    the kinds are called: one statement. Descriptions are left out: what matters in them is in those, too, and they are
    ten times as long."""
    of_series = [
        select(text).where(PUBLISHED, text.is_not(None)) for text in (Series.title, Series.summary, Series.audience)
    ]
    of_sessions = select(Session.title).distinct().join(Series, Series.id == Session.series_id).where(PUBLISHED)
    presenters = (
        select(Presenter.name)
        .distinct()
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(PUBLISHED)
    )
    regions = (
        select(Offering.region)
        .distinct()
        .join(Series, Series.id == Offering.series_id)
        .where(PUBLISHED, Offering.customer_id.is_(None), Offering.region.is_not(None))
    )
    listed = select(SeriesTerm.term_id).join(Series, Series.id == SeriesTerm.series_id).where(PUBLISHED)
    terms = [select(name).where(Term.id.in_(listed)) for name in (Term.name_fi, Term.name_sv, Term.name_en)]
    texts = db.scalars(union_all(*of_series, of_sessions, presenters, regions, *terms)).all()
    names = (name for text in texts for name in names_of(text))
    return {word for name in (*names, *search_words.of_any()) for word in words_of(name)}
