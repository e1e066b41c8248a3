"""API: who changed what of a series."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.catalogue import change_words, history_words
from services.catalogue.queries.history import Fact, history, parse_place
from services.catalogue.routes.api_lists import ListQuery, cut, place_of
from services.catalogue.routes.permission import route_to_manage
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.fields import DateTimeText

api = Api("history")


class ChangedOut(BaseModel):
    """What a field said before and after, as text."""

    field: str
    before: str | None
    after: str | None


class FactOut(BaseModel):
    """What happened, when and by whom; ``who`` is a name, null where nobody known did it."""

    at: DateTimeText
    kind: str
    who: str | None
    session_id: UUID | None
    offering_id: UUID | None
    fields: list[str]
    #: what ``POST /changes/{id}/undo`` takes; null where nothing can be undone
    change_id: UUID | None
    #: from what to what, as far as it was kept
    values: list[ChangedOut]
    sentence: str


class HistoryPage(BaseModel):
    """A page of a series' history, the newest first."""

    items: list[FactOut]
    next: str | None


@api.reads(
    "/series/<slug>/history",
    Access.ORGANISER,
    "Who changed what of a series, the newest first",
    Shape(query=ListQuery, answer=HistoryPage),
)
def list_history(db: Connection, slug: str, query: ListQuery) -> HistoryPage:
    """What organisers, presenters and the clock did; what became of people's places stands with the participants."""
    series = route_to_manage(db, slug)
    found = history(db, series.id, query.limit + 1, place_of(query.cursor, parse_place))
    shown, cursor = cut(found.facts, query.limit, lambda fact: (str(fact.id),))
    names = change_words.named(found.names, series.timezone)
    return HistoryPage(items=[_out(fact, series.timezone, names) for fact in shown], next=cursor)


def _out(fact: Fact, zone: str, names: Mapping[UUID, str]) -> FactOut:
    return FactOut(
        at=machine(fact.at, zone),
        kind=fact.kind,
        who=history_words.who(fact, names),
        session_id=fact.session_id,
        offering_id=fact.offering_id,
        fields=fact.detail.get("fields", []),
        change_id=fact.detail.get("change"),
        values=[ChangedOut(field=one.field, before=one.before, after=one.after) for one in fact.changed],
        sentence=history_words.sentence(fact, names, zone),
    )
