"""Who was told the same no already: a list that is sent again changes nothing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection

from services.registration.actions.employers import Employer
from services.registration.actions.order import Order
from services.registration.queries import people
from services.registration.rules.batch import Standing, Verdict


def refused(
    db: Connection, order: Order, verdicts: Sequence[Verdict], known: Mapping[str, UUID], employer_of: Employer
) -> dict[tuple[str, str | None], Standing]:
    """The earlier registrations of those who would be told the same no again, by address and reason.

    Who comes on their own proves by nothing that an earlier one is theirs, and gets one of their own.
    """
    no = {(one.key, one.reason) for one in verdicts if one.is_new and one.state == "rejected" and one.key in known}
    if order.refuses_unprepared or not no:
        return {}
    earlier = people.refused(db, order.offering_id, [known[key] for key, _reason in no], employer_of)
    return {which: one for which, one in earlier.items() if which in no}
