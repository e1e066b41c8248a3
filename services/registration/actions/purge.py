"""Forgetting what has served its time."""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, delete

from shared import clock
from shared.schema.idempotency import RegistrationAnswer
from shared.schema.registration import FormUse, StaffList

KEPT_ANSWERS = timedelta(hours=48)
KEPT_FORM_USES = timedelta(hours=24)
KEPT_STAFF_LISTS = timedelta(hours=24)

_ANSWERS = delete(RegistrationAnswer).where(RegistrationAnswer.at < bindparam("before"))
_FORM_USES = delete(FormUse).where(FormUse.window_starts_at < bindparam("before"))
_STAFF_LISTS = delete(StaffList).where(StaffList.created_at < bindparam("before"))


def purge(db: Connection) -> int:
    """Delete remembered answers, counts of form uses and staff lists that are past their time; how many rows went."""
    now = clock.now()
    answers = db.execute(_ANSWERS, {"before": now - KEPT_ANSWERS}).rowcount
    lists = db.execute(_STAFF_LISTS, {"before": now - KEPT_STAFF_LISTS}).rowcount
    return answers + lists + db.execute(_FORM_USES, {"before": now - KEPT_FORM_USES}).rowcount
