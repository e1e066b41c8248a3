"""How a staff list is laid out on its page: what needs a person first, with fields; the rest by the page."""

from collections import Counter
from dataclasses import dataclass

from services.registration.queries.staff_lists import Preview
from services.registration.rules.staff_verdicts import Verdict

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list."""

    #: rows to mend or to look at, always with fields; the first ones of many
    to_mend: list[Verdict]
    #: how many there are of them in all
    mend_count: int
    #: one page of the others
    others: list[Verdict]
    others_count: int
    #: whether the others have fields too
    is_open: bool
    page: int
    pages: int
    #: per chosen offering, how many get what
    counts: list[Counter[str]]
    #: how many people confirming would register somewhere
    new_count: int
    #: rows that can't be registered as they stand
    stopped_count: int


def sheet_of(look: Preview, is_open: bool, page: int) -> Sheet:
    """The page that is asked for, or the nearest one there is."""
    stopped = [verdict for verdict in look.verdicts if verdict.problems]
    doubtful = [one for one in look.verdicts if not one.problems and (one.unit_is_unknown or one.same_as is not None)]
    others = [one for one in look.verdicts if not (one.problems or one.unit_is_unknown or one.same_as is not None)]
    pages = max(1, -(-len(others) // PAGE_ROWS))
    page = min(max(1, page), pages)
    ready = [verdict for verdict in look.verdicts if verdict.is_ready]
    return Sheet(
        to_mend=(stopped + doubtful)[:PAGE_ROWS],
        mend_count=len(stopped) + len(doubtful),
        others=others[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
        others_count=len(others),
        is_open=is_open,
        page=page,
        pages=pages,
        counts=[Counter(verdict.chances[number] for verdict in ready) for number in range(len(look.choices))],
        new_count=sum(verdict.is_new for verdict in ready),
        stopped_count=len(stopped),
    )
