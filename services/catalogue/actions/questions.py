"""Questions of an offering: added, changed, put in order, taken away. Answers that people gave are never lost by it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, func, insert, select, update

from services.catalogue.actions.changes import Thing, keep_name, keep_told
from services.catalogue.actions.versions import change_offering, really_changed
from services.catalogue.queries import questions as queries
from services.catalogue.queries.held import hold_offering
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules import questions as rules
from services.catalogue.rules.questions import MOST_OPTIONS, MOST_QUESTIONS, Asked
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere, Refusal
from shared.rules.questions import WITH_OPTIONS
from shared.schema.base import new_id
from shared.schema.questions import Question


@dataclass(frozen=True)
class NewQuestion:
    """A question as asked for. Without a key it gets one made of its label."""

    label: str
    kind: str
    help: str = ""
    options: Sequence[str] = ()
    required: bool = False
    shown_to_contact: bool = False
    shown_to_presenters: bool = False
    is_sensitive: bool = False
    key: str | None = None
    id: UUID = field(default_factory=new_id)


class QuestionChanges(TypedDict, total=False):
    """What of a question may be edited; absent: stays as it is."""

    label: str
    kind: str
    help: str
    options: Sequence[str]
    required: bool
    shown_to_contact: bool
    shown_to_presenters: bool
    is_sensitive: bool


def add_question(db: Connection, actor: str, offering_id: UUID, new: NewQuestion) -> UUID:
    """Add a question behind the others. Raises Refusal when it can't be asked so, Conflict when its key is taken."""
    offering = hold_offering(db, offering_id)
    if db.scalar(select(Question.offering_id).where(Question.id == new.id)) == offering_id:
        return new.id
    values = _values(new)
    _require_possible(_asked(values))
    if len(queries.asked(db, offering_id)) >= MOST_QUESTIONS:
        raise Conflict("too_many_questions", _("An offering has at most %(most)s questions.", most=MOST_QUESTIONS))
    keys = set(db.scalars(select(Question.key).where(Question.offering_id == offering_id)))
    if new.key in keys:
        raise Conflict("key_taken", _("Another question of this offering has, or had, this key."), "key")
    last = db.scalar(select(func.max(Question.position)).where(Question.offering_id == offering_id)) or 0
    values |= {"key": new.key or rules.free_key(new.label, keys), "position": last + 1, "created_at": clock.now()}
    db.execute(insert(Question).values(**values, offering_id=offering_id))
    change_offering(db, offering)
    _write_journal(db, actor, offering, "question.added", new.id)
    return new.id


def edit_question(db: Connection, actor: str, question_id: UUID, changes: QuestionChanges) -> None:
    """Change a question. Raises Conflict when that would break what those who answered were told."""
    question, offering = _held(db, question_id)
    values = _as_stored({**changes, "kind": changes.get("kind", question.kind)})
    changed = really_changed(question, values)
    if not changed:
        return
    after = _asked({**question._asdict(), **changed})
    _require_possible(after)
    before = _asked(question._asdict())
    fixed = rules.fixed_by_answers(before, after)
    if fixed is not None and queries.is_answered(db, question_id):
        raise Conflict("question_answered", _why_fixed(fixed), fixed)
    db.execute(update(Question).where(Question.id == question_id).values(changed))
    change_offering(db, offering)
    kept = keep_told(db, offering.series_id, Thing("question", question_id), question._asdict(), changed)
    _write_journal(db, actor, offering, "question.changed", question_id, **kept)


def place_question(db: Connection, actor: str, question_id: UUID, position: int) -> None:
    """Put a question at a place among those asked, counted from 1; beyond the last is the last."""
    question, offering = _held(db, question_id)
    before = [row.id for row in queries.asked(db, offering.id)]
    after = [one for one in before if one != question.id]
    after.insert(max(0, position - 1), question.id)
    if after == before:
        return
    for number, one in enumerate(after, start=1):
        db.execute(update(Question).where(Question.id == one).values(position=number))
    change_offering(db, offering)
    _write_journal(db, actor, offering, "question.changed", question_id, fields=["position"])


def remove_question(db: Connection, actor: str, question_id: UUID) -> bool:
    """Ask it no more. Returns whether it is kept for the sake of answers, which stay until they are erased."""
    question, offering = _held(db, question_id)
    is_kept = queries.is_answered(db, question_id)
    this = Question.id == question.id
    if is_kept:
        db.execute(update(Question).where(this).values(removed_at=clock.now()))
    else:
        db.execute(delete(Question).where(this))
        keep_name(db, offering.series_id, Thing("question", question_id), question.label)
    change_offering(db, offering)
    _write_journal(db, actor, offering, "question.removed", question_id)
    return is_kept


def copy_questions(db: Connection, actor: str, offering_id: UUID, from_id: UUID) -> int:
    """Ask here too what another offering of the series asks, under the same keys, so that answers can move along.

    How many were added; what is here under the same key stays as it is.
    """
    offering, other = hold_offering(db, offering_id), hold_offering(db, from_id)
    if offering.series_id != other.series_id:
        raise NotThere("no_offering", _("There is no such way to register."))
    here = set(db.scalars(select(Question.key).where(Question.offering_id == offering_id)))
    new = [row for row in queries.asked(db, from_id) if row.key not in here]
    names = [one.name for one in fields(NewQuestion) if one.name != "id"]
    for row in new:
        add_question(db, actor, offering_id, NewQuestion(**{name: getattr(row, name) for name in names}))
    return len(new)


def purge_questions(db: Connection) -> int:
    """Delete questions that were taken away and whose last answer has been erased; how many."""
    return db.execute(delete(Question).where(Question.removed_at.is_not(None), ~queries.IS_ANSWERED)).rowcount


def _held(db: Connection, question_id: UUID) -> tuple[AnyRow, AnyRow]:
    """The question and its offering. People answer under the same lock, so none does between a look and the commit."""
    offering_id = db.scalar(select(Question.offering_id).where(Question.id == question_id))
    offering = hold_offering(db, offering_id) if offering_id else None
    question = queries.one(db, question_id)
    if question is None or offering is None:
        raise NotThere("no_question", _("There is no such question."))
    locks.hold(db, "offering", offering.id)
    return question, offering


def _values(new: NewQuestion) -> dict[str, Any]:
    values = asdict(replace(new, key=None))
    return _as_stored(values)


def _as_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Options tidied, and none for a kind that has none."""
    if values["kind"] not in WITH_OPTIONS:
        return {**values, "options": []}
    return {**values, "options": rules.tidy_options(values["options"])} if "options" in values else values


def _asked(values: Any) -> Asked:
    return Asked(**{name: values[name] for name in Asked.__slots__})


#: the field of the form that a problem is of, but for options
_FIELDS = {
    "sensitive_is_not_shown": "shown_to_contact",
    "sensitive_is_not_presented": "shown_to_presenters",
    "words_alone_are_presented": "shown_to_presenters",
    "sensitive_is_voluntary": "required",
}


def _require_possible(asked: Asked) -> None:
    problem = rules.problem(asked)
    if problem is None:
        return
    field = _FIELDS.get(problem, "options")
    sentence = {
        "few_options": _("Write at least two options."),
        "many_options": _("At most %(most)s options.", most=MOST_OPTIONS),
        "long_options": _("An option has at most 200 characters, and all of them together at most 2,000."),
        "same_options": _("Each option can be there only once."),
        "sensitive_is_not_shown": _("Contacts don't see answers of this kind. Choose one of the two."),
        "sensitive_is_not_presented": _("Presenters don't see answers of this kind. Choose one of the two."),
        "words_alone_are_presented": _(
            "Presenters see what people write in their own words. Of the rest they get numbers, without this."
        ),
        "sensitive_is_voluntary": _("Nobody may have to tell this to take part, so it can't be required."),
    }[problem]
    raise Refusal(problem, sentence, field)


def _why_fixed(fixed: rules.Fixed) -> str:
    consent = _("People have agreed to these words, so they stay as they are. Ask a new question for other words.")
    return {
        "label": consent,
        "help": consent,
        "kind": _("People have answered already, so it stays as it is. Remove the question and add a new one."),
        "is_sensitive": _("Those who answered were told that few see this and that it is erased early, so that stays."),
        "shown_to_contact": _(
            "Those who answered were told that contacts don't see this. Remove the question and add a new one."
        ),
        "shown_to_presenters": _(
            "Those who answered were not told that presenters see this. Remove the question and add a new one."
        ),
    }[fixed]


def _write_journal(db: Connection, actor: str, offering: AnyRow, kind: str, question_id: UUID, **detail: Any) -> None:
    subject = journal.Subject(
        series_id=offering.series_id, offering_id=offering.id, subject_id=question_id, detail=detail
    )
    journal.append(db, kind, actor, subject)
