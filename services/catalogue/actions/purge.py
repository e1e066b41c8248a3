"""What has served its time is deleted: sign-in requests and remembered answers."""

from datetime import timedelta

from sqlalchemy import Connection, delete

from shared import clock
from shared.schema.accounts import SignInRequest
from shared.schema.idempotency import CatalogueAnswer

KEPT_FOR = timedelta(hours=48)


def purge(db: Connection) -> int:
    """Delete what is older than KEPT_FOR; how many rows that were."""
    until = clock.now() - KEPT_FOR
    requests = db.execute(delete(SignInRequest).where(SignInRequest.requested_at < until))
    answers = db.execute(delete(CatalogueAnswer).where(CatalogueAnswer.at < until))
    return requests.rowcount + answers.rowcount
