"""What an asker may do with one offering or registration."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.queries import offering, organisations, registrations
from services.registration.rules import scope
from shared.errors import NotAllowed, NotThere, Refusal
from shared.rules.partners import Right
from shared.web.rights import rights
from shared.web.viewer import Viewer


def organisation_for(db: Connection, viewer: Viewer, offering_id: UUID, named: UUID | None) -> UUID | None:
    """The organisation that somebody registers people for. Raises NotAllowed, or a Refusal that asks to name one."""
    its_own = speaks_for(viewer)
    try:
        chosen = scope.organisation_of(named, its_own, named is None and organises(db, viewer, offering_id))
    except scope.NotYours as wrong:
        sentence = _("You can register people only for an organisation that you speak for.")
        raise NotAllowed("not_your_organisation", sentence) from wrong
    except scope.NameOne as wrong:
        sentence = _("Say which organisation the people belong to.")
        raise Refusal("organisation_needed", sentence, "organisation_id") from wrong
    if chosen is not None and its_own is None and not organisations.is_there(db, chosen):
        raise Refusal("no_organisation", _("There is no such organisation."), "organisation_id")
    return chosen


def lets_in_late(db: Connection, viewer: Viewer, offering_id: UUID, *, is_wanted: bool) -> bool:
    """Whether people are let in although the deadline has passed. Raises NotAllowed unless an organiser wants it."""
    facts = offering.facts(db, offering_id) if is_wanted else None
    if facts is not None:
        viewer.require_organiser(facts.organiser_id)
    return is_wanted


def visible_organisations(viewer: Viewer, organiser_id: UUID) -> frozenset[UUID] | None:
    """Whose registrations somebody sees and changes in a series; None: everybody's."""
    return None if viewer.may_organise(organiser_id) else speaks_for(viewer)


def seen_in(db: Connection, viewer: Viewer, series_id: UUID, organiser_id: UUID) -> frozenset[UUID] | None:
    """Whose registrations somebody may read in a series, which partners may who change none; None: everybody's."""
    return None if Right.PEOPLE in rights(db, viewer, series_id, organiser_id) else speaks_for(viewer)


def require_sight(viewer: Viewer, organiser_id: UUID, organisation_id: UUID | None) -> None:
    """Raise NotThere unless somebody may see and cancel a registration of this series and organisation."""
    organisations_seen = visible_organisations(viewer, organiser_id)
    if organisations_seen is not None and organisation_id not in organisations_seen:
        raise NotThere("no_registration", _("There is no such registration."))


def seen(db: Connection, viewer: Viewer, registration_id: UUID) -> Any:
    """The registration. Raises NotThere unless there is one that somebody may see and cancel."""
    row = registrations.one(db, registration_id)
    if row is None:
        raise NotThere("no_registration", _("There is no such registration."))
    require_sight(viewer, row.organiser_id, row.organisation_id)
    return row


def readable(db: Connection, viewer: Viewer, registration_id: UUID) -> Any:
    """The registration, for who only reads it. Raises NotThere."""
    row = registrations.one(db, registration_id)
    theirs = seen_in(db, viewer, row.series_id, row.organiser_id) if row is not None else frozenset()
    if row is None or (theirs is not None and row.organisation_id not in theirs):
        raise NotThere("no_registration", _("There is no such registration."))
    return row


def require_speaker(viewer: Viewer, organisation_id: UUID) -> None:
    """Raise NotThere unless somebody may register and see this organisation's people."""
    its_own = speaks_for(viewer)
    if its_own is not None and organisation_id not in its_own:
        raise NotThere("no_organisation", _("There is no such organisation."))


def require_nobody_else(db: Connection, viewer: Viewer, registration_id: UUID) -> None:
    """Raise NotAllowed when the person wrote their name themselves, as far as the asker may know.

    What others registered the person for has no say: the answer would tell of it.
    """
    if speaks_for(viewer) is None:
        return
    for organiser_id, organisation_id in registrations.by_themselves(db, registration_id):
        seen = visible_organisations(viewer, organiser_id)
        if seen is None or organisation_id in seen:
            sentence = _(
                "This person wrote their name themselves. Only they can change their name and language, on their own "
                "page."
            )
            raise NotAllowed("wrote_it_themselves", sentence)


def hidden(db: Connection, viewer: Viewer, offering_id: UUID, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these registrations somebody may know to be there, but nothing more of."""
    if not ids or organises(db, viewer, offering_id):
        return frozenset()
    seen = speaks_for(viewer) or frozenset()
    owners = registrations.organisations_of(db, ids)
    return frozenset(one for one in ids if owners[one] not in seen)


def organises(db: Connection, viewer: Viewer, offering_id: UUID) -> bool:
    """Whether somebody organises the series of an offering."""
    if viewer.is_administrator or viewer.speaks_for is None:
        return True
    facts = offering.facts(db, offering_id)
    return facts is not None and viewer.may_organise(facts.organiser_id)


def says_yes(db: Connection, viewer: Viewer, offering_id: UUID) -> bool:
    """Whether somebody's registering is the organiser's yes already. A key that registers for everybody organises
    nothing by that.
    """
    if viewer.is_administrator or not viewer.organises:
        return viewer.is_administrator or viewer.organises is None
    return organises(db, viewer, offering_id)


def speaks_for(viewer: Viewer) -> frozenset[UUID] | None:
    """The organisations whose people somebody registers; None: every one."""
    if viewer.is_administrator or viewer.organises is None or viewer.speaks_for is None:
        return None
    return viewer.organises | viewer.speaks_for
