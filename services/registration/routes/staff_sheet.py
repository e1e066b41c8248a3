"""How a staff list is laid out on its page: what needs a person first, with fields; the rest by the page."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from services.registration.queries.staff_lists import Preview
from services.registration.rules.staff_verdicts import Chance, Verdict, is_new

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
    #: units that the organisation hasn't, as they are first written, and in how many rows; the first ones of many
    unknown_units: list[tuple[str, int]]
    unknown_count: int
    #: what confirming does: register, or only ask for places or put into the line
    does: Literal["register", "ask", "wait"]


def sheet_of(look: Preview, is_open: bool, page: int) -> Sheet:
    """The page that is asked for, or the nearest one there is."""
    judged = look.judged
    stopped = sorted(judged.problems)
    doubtful = [index for index in judged.again if index not in judged.problems]
    pages = max(1, -(-len(judged.ready) // PAGE_ROWS))
    page = min(max(1, page), pages)
    outcomes = judged.outcomes()
    unknown = judged.unknown_units()
    return Sheet(
        to_mend=[judged.verdict(index) for index in [*stopped, *doubtful][:PAGE_ROWS]],
        mend_count=len(stopped) + len(doubtful),
        others=[judged.verdict(index) for index in judged.ready[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]],
        others_count=len(judged.ready),
        is_open=is_open,
        page=page,
        pages=pages,
        counts=[_counts(outcomes, number) for number in range(len(look.choices))],
        new_count=sum(count for chances, count in outcomes.items() if is_new(chances)),
        stopped_count=len(stopped),
        unknown_units=unknown[:PAGE_ROWS],
        unknown_count=len(unknown),
        does=_does({chance for chances in outcomes if is_new(chances) for chance in chances}),
    )


def _does(chances: set[Chance]) -> Literal["register", "ask", "wait"]:
    """Of what those get who are new somewhere."""
    new = {chance for chance in chances if is_new((chance,))}
    return "ask" if new == {"asks"} else "wait" if new and new <= {"waits", "waits_over_limit"} else "register"


def _counts(outcomes: Counter[tuple[Chance, ...]], number: int) -> Counter[str]:
    """Of the offering in this place of the outcomes."""
    counts = Counter[str]()
    for chances, count in outcomes.items():
        counts[chances[number]] += count
    return counts
