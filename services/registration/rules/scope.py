"""For which organisation somebody registers people."""

from collections.abc import Set
from uuid import UUID


class NotYours(Exception):
    """They don't speak for the organisation they named."""


class NameOne(Exception):
    """They speak for several organisations, or none, and named none."""


def organisation_of(named: UUID | None, speaks_for: Set[UUID] | None, is_free: bool) -> UUID | None:
    """The organisation an act of registering is for; None: no organisation.

    ``speaks_for`` holds the organisations somebody speaks for, None is every one; ``is_free`` is whether they may
    register people who belong to none, as the series' organiser may. Raises NotYours or NameOne.
    """
    if named is not None:
        if speaks_for is not None and named not in speaks_for:
            raise NotYours
        return named
    if is_free or speaks_for is None:
        return None
    if len(speaks_for) != 1:
        raise NameOne
    return next(iter(speaks_for))
