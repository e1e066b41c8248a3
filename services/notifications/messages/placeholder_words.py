"""What each placeholder of organisers' own words means, and how its value looks."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from services.notifications.messages.placeholders import PLACEHOLDERS


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a placeholder stands for, in words; a value as it could be."""

    words: str
    sample: str


def meanings(kind: str, language: str) -> dict[str, Meaning]:
    """The placeholders of a kind, to whoever reads about them; the samples are in the mail's language."""
    with force_locale(language):
        samples = _samples()
    words = _words()
    return {name: Meaning(words[name], samples.get(name, "")) for name in PLACEHOLDERS[kind]}


def _words() -> dict[str, str]:
    return {
        "name": _("The reader's name; may be empty"),
        "title": _("What the mail is about: the session, or the whole series"),
        "series": _("The title of the series"),
        "organiser": _("The organisation that runs the series"),
        "standard": _("The standard words of this mail, so that you can add your own before or after"),
        "offering": _("What the person registered for"),
        "when": _("Day and time of the session, or of the first one ahead; may be empty"),
        "place": _("Where it is held; may be empty"),
        "join_link": _("The address to join at; empty when there is none, or several sessions"),
        "presenters": _("Who presents the session; empty when there are several sessions"),
        "sessions": _("How many sessions are ahead"),
        "number": _("The reader's number on the waiting list"),
        "reason": _("What you wrote when you said no; may be empty"),
        "assignment": _("What is to be done"),
        "due": _("By when it is due"),
        "before": _("Day and time as they were; empty when only the place has changed"),
        "day": _("The day as one says it"),
        "time": _("When it begins"),
        "presenting": _("Empty for participants, so that presenters can be told something of their own"),
    }


def _samples() -> dict[str, str]:
    return {
        "name": _("Anna Laine"),
        "title": _("Session 1"),
        "series": _("Autumn tour"),
        "organiser": _("City College"),
        "offering": _("The whole tour"),
        "when": _("Wed 2 June 2027, 14:00–16:00"),
        "place": _("Online"),
        "join_link": "https://meet.example.org/abc",
        "presenters": _("Aino Virta"),
        "sessions": "3",
        "number": "4",
        "reason": _("The group is full."),
        "assignment": _("Read the guide"),
        "due": _("Friday 28 May 2027, end of day"),
        "before": _("Tue 1 June 2027, 14:00–16:00"),
        "day": _("tomorrow"),
        "time": _("14:00"),
        "presenting": _("presenter"),
    }
