"""Who may not register yet, since an earlier series has to be completed first; the others are decided without them."""

from collections.abc import Iterable, Sequence, Set

from services.registration.rules.batch import TWICE, Verdict

UNPREPARED = "requirement_missing"


def join(keys: Sequence[str], unprepared: Set[str], others: Iterable[Verdict]) -> list[Verdict]:
    """A verdict per given person, in the given order; ``others`` are the verdicts of those who are not unprepared."""
    rest = iter(others)
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    for key in keys:
        verdicts.append(_refused(key, is_new=key not in seen) if key in unprepared else next(rest))
        seen.add(key)
    return verdicts


def _refused(key: str, *, is_new: bool) -> Verdict:
    return Verdict(key, "rejected", UNPREPARED if is_new else TWICE, is_new=is_new)
