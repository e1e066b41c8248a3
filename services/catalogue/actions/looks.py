"""The look of an organisation: its colour and its logo, set by those who organise for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, update

from services.catalogue.actions.own_organisation import require_belonging
from services.catalogue.queries.held import hold_organisation
from services.catalogue.rules import logos
from services.catalogue.rules.logos import BadLogo, LogoProblem
from shared import journal
from shared.errors import Conflict, Refusal
from shared.rules import colours
from shared.schema.logos import OrganisationLogo
from shared.schema.organisations import Organisation
from shared.web.own_look import digest
from shared.web.viewer import Viewer


@dataclass(frozen=True)
class Logo:
    """A logo that can be kept."""

    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """By which it is told from others."""
        return digest(self.content)


class LookChanges(TypedDict, total=False):
    """What of a look is to change; null takes it away, absent leaves it."""

    colour: str | None
    logo: Logo | None


def change_look(
    db: Connection, viewer: Viewer, organisation_id: UUID, changes: LookChanges, seen: str | None = None
) -> None:
    """Set it; what is so already writes nothing. ``seen``: the look it was changed from, as ``stamp`` says; None: any.

    Raises Refusal for a colour that can't be read, Conflict when somebody else changed it meanwhile.
    """
    require_belonging(viewer, organisation_id)
    viewer.require_organiser(organisation_id)
    before = hold_organisation(db, organisation_id)
    if seen is not None and seen != stamp(before.colour, before.logo):
        raise Conflict(
            "stale",
            _("Somebody else changed this while you had it open. Look at what it is now, then save yours again."),
        )
    values: dict[str, str | None] = {}
    if "colour" in changes:
        values["colour"] = readable(changes["colour"]) if changes["colour"] else None
    if "logo" in changes:
        values["logo"] = changes["logo"].digest if changes["logo"] else None
    if all(getattr(before, name) == value for name, value in values.items()):
        return
    db.execute(update(Organisation).where(Organisation.id == organisation_id).values(values))
    if "logo" in changes:
        db.execute(delete(OrganisationLogo).where(OrganisationLogo.organisation_id == organisation_id))
    if changes.get("logo"):
        content = changes["logo"].content  # type: ignore[union-attr]
        db.execute(insert(OrganisationLogo).values(organisation_id=organisation_id, content=content))
    subject = journal.Subject(
        subject_id=organisation_id, detail={"organisation_id": str(organisation_id), "fields": sorted(values)}
    )
    journal.append(db, "organisation.look_changed", viewer.actor, subject)


def stamp(colour: str | None, logo: str | None) -> str:
    """A look in one word, to tell whether it is still the one that somebody saw."""
    return f"{colour or ''}|{logo or ''}"


def readable(written: str) -> str:
    """The colour in its normal form. Raises Refusal when it is none, or can't be read; that names the nearest one."""
    try:
        colour = colours.normalise(written)
    except colours.BadColour:
        raise Refusal("bad_colour", _("A colour is written like #1c5d59."), "colour") from None
    if colours.can_be_read(colour):
        return colour
    raise Refusal(
        "colour_too_light",
        _(
            "%(colour)s is too light for words in it, or white on it, to be read. "
            "The nearest shade that would do is %(nearest)s.",
            colour=colour,
            nearest=colours.nearest_that_does(colour),
        ),
        "colour",
    )


def taken(content: bytes) -> Logo:
    """The logo of a picture that somebody gives. Raises Refusal."""
    return _drawn(logos.drawn_anew, content, "logo")


def photo_taken(content: bytes) -> Logo:
    """The same for the photo of a person."""
    return _drawn(logos.photo_drawn_anew, content, "file")


def _drawn(draw: Callable[[bytes], bytes], content: bytes, field: str) -> Logo:
    try:
        return Logo(draw(content))
    except BadLogo as bad:
        raise Refusal(bad.problem.value, _sentence(bad.problem), field) from None


def _sentence(problem: LogoProblem) -> str:
    return {
        LogoProblem.TYPE: _("The picture can't be read. PNG, JPEG and WebP are accepted."),
        LogoProblem.LARGE: _(
            "The picture is too large. At most 15 megabytes and 50 million points will do, "
            "of a PNG, WebP or progressive JPEG 16."
        ),
        LogoProblem.SMALL: _("The picture is too small. It needs at least 16 points each way."),
    }[problem]
