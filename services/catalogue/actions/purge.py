"""What has served its time is deleted: sign-in requests, remembered answers, questions that nobody's answer needs,
profiles of those who present nothing, why somebody could not come to what is over."""

from datetime import timedelta

from sqlalchemy import Connection, delete, select, update

from services.catalogue.actions.changes import purge_names
from services.catalogue.actions.profiles import purge_profiles
from services.catalogue.actions.questions import purge_questions
from shared import clock
from shared.rules.reasons import REASONS_KEPT_FOR
from shared.schema.accounts import SignInRequest
from shared.schema.catalogue import Presenter, Session
from shared.schema.idempotency import CatalogueAnswer

KEPT_FOR = timedelta(hours=48)


def purge(db: Connection) -> int:
    """Delete what is older than KEPT_FOR, and what nothing needs any more: questions taken away that no answer is left
    to, profiles of people who present nothing. How many rows."""
    until = clock.now() - KEPT_FOR
    requests = db.execute(delete(SignInRequest).where(SignInRequest.requested_at < until))
    answers = db.execute(delete(CatalogueAnswer).where(CatalogueAnswer.at < until))
    told = _purge_notes(db) + purge_names(db)
    return requests.rowcount + answers.rowcount + told + purge_questions(db) + purge_profiles(db)


def _purge_notes(db: Connection) -> int:
    over = select(Session.id).where(Session.ends_at < clock.now() - REASONS_KEPT_FOR)
    emptied = update(Presenter).where(Presenter.reply_note != "", Presenter.session_id.in_(over)).values(reply_note="")
    return db.execute(emptied).rowcount
