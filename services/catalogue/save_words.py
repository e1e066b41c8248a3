"""What one save changed, said in a sentence or two: the lines that it wrote stand under them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from services.catalogue.history_words import sentence
from services.catalogue.queries.history import Fact

#: the kinds of lines about something that is told by its number, and what that is
_COUNTED = {
    "session.": "session",
    "presenter.": "session",
    "material.": "session",
    "offering.": "offering",
    "question.": "offering",
    "assignment.": "assignment",
}

#: the lines about one thing
Lines = list[Fact]


def headline(save: Sequence[Fact], names: Mapping[UUID, str], zone: str) -> str:
    """All of it, what was done first before the rest; several sessions alike are one sentence."""
    alike: dict[object, list[Lines]] = {}
    for lines in by_thing(save).values():
        what, fate = _what(lines[0]), _fate(lines)
        alike.setdefault((what, fate) if what else lines[0].id, []).append(lines)
    said = [
        _many(_what(things[0][0]), _fate(things[0]), len(things)) if len(things) > 1 else _one(things[0], names, zone)
        for things in alike.values()
    ]
    return " ".join(dict.fromkeys(said))


def by_thing(save: Sequence[Fact]) -> dict[object, Lines]:
    """The lines about each session, offering or assignment; any other stands by itself. The first ones first."""
    found: dict[object, Lines] = {}
    for fact in reversed(save):
        ids = {"session": fact.session_id, "offering": fact.offering_id, "assignment": fact.subject_id}
        found.setdefault(ids.get(_what(fact)) or fact.id, []).append(fact)
    return found


def _what(fact: Fact) -> str:
    """What the line is about, of what is told by its number; empty for the rest."""
    return _COUNTED.get(fact.kind[: fact.kind.index(".") + 1], "")


def _fate(lines: Lines) -> str:
    """What became of one thing: what was added is not counted as changed too."""
    kinds = {one.kind for one in lines}
    fates = ("added", "removed", "cancelled")
    return next((fate for fate in fates if f"{_what(lines[0])}.{fate}" in kinds), "changed")


def _one(lines: Lines, names: Mapping[UUID, str], zone: str) -> str:
    """Of one thing: what its line says, or that it was changed where there are several."""
    what, fate = _what(lines[0]), _fate(lines)
    name = names.get(lines[0].session_id or lines[0].offering_id or UUID(int=0))
    if len(lines) > 1 and fate == "changed" and name and what == "session":
        return _("The session “%(name)s” was changed.", name=name)
    if len(lines) > 1 and fate == "changed" and name and what == "offering":
        return _("The way to register “%(name)s” was changed.", name=name)
    told = next((one for one in lines if one.kind == f"{what}.{fate}"), lines[0])
    return sentence(told, names, zone)


def _many(what: str, fate: str, number: int) -> str:
    return {
        "session": {
            "added": ngettext("One session was added.", "%(num)s sessions were added.", number),
            "changed": ngettext("One session was changed.", "%(num)s sessions were changed.", number),
            "cancelled": ngettext("One session was cancelled.", "%(num)s sessions were cancelled.", number),
            "removed": ngettext("One session was removed.", "%(num)s sessions were removed.", number),
        },
        "offering": {
            "added": ngettext("One way to register was added.", "%(num)s ways to register were added.", number),
            "changed": ngettext("One way to register was changed.", "%(num)s ways to register were changed.", number),
            "removed": ngettext("One way to register was removed.", "%(num)s ways to register were removed.", number),
        },
        "assignment": {
            "added": ngettext(
                "One preliminary assignment was set.", "%(num)s preliminary assignments were set.", number
            ),
            "changed": ngettext(
                "One preliminary assignment was changed.", "%(num)s preliminary assignments were changed.", number
            ),
            "removed": ngettext(
                "One preliminary assignment was removed.", "%(num)s preliminary assignments were removed.", number
            ),
        },
    }[what][fate]
