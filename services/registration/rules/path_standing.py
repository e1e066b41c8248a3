"""Where somebody stands on a path: which stages are done, where they are, what comes next."""

from collections.abc import Sequence, Set
from typing import Literal, NamedTuple
from uuid import UUID

Standing = Literal["completed", "here", "next", "later"]


class Stage(NamedTuple):
    """What is needed of a stage here."""

    #: all of its series, one of them, or it is for some people only, who then take any of them
    rule: str
    series: frozenset[UUID]


def stand(stages: Sequence[Stage], completed: Set[UUID], taking: Set[UUID]) -> list[Standing]:
    """How somebody stands with each stage, who completed these series and has a place in those.

    At most one stage is next: the first that is neither completed nor being taken.
    """
    found: list[Standing] = []
    for stage in stages:
        if _is_completed(stage, completed):
            found.append("completed")
        elif stage.series & taking:
            found.append("here")
        else:
            found.append("later" if "next" in found or "later" in found else "next")
    return found


def _is_completed(stage: Stage, completed: Set[UUID]) -> bool:
    if stage.rule == "all":
        return bool(stage.series) and stage.series <= completed
    return bool(stage.series & completed)
