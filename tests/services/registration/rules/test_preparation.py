from services.registration.rules.batch import Verdict
from services.registration.rules.preparation import UNPREPARED, join


def test_verdicts_come_in_the_order_given_and_each_person_is_refused_once() -> None:
    others = [Verdict("b", "confirmed"), Verdict("d", "waitlisted", position=1)]
    joined = join(["a", "b", "a", "d"], {"a"}, others)
    assert [(one.key, one.state, one.reason, one.is_new) for one in joined] == [
        ("a", "rejected", UNPREPARED, True),
        ("b", "confirmed", None, True),
        ("a", "rejected", "same_person_twice", False),
        ("d", "waitlisted", None, True),
    ]
