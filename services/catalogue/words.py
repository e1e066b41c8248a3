"""What the catalogue's enum values are called, in the reader's language: in one place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import format_currency, format_date, format_number
from flask_babel import gettext as _

from services.catalogue.rules.introductions import introduction
from shared.rules.workload import hours_of
from shared.web.i18n import current_language
from shared.web.numbers import number
from shared.web.partner_words import partner_rights_words, partner_role_word  # noqa: F401  # templates ask here

#: says words in a language
Say = Callable[[str], str]


def kind_word(kind: str) -> str:
    """What a series of this kind is called."""
    return kinds(_)[kind]


def kinds(_: Say) -> dict[str, str]:
    """What series of each kind are called."""
    return {
        "tour": _("Webinar series"),
        "programme": _("Programme"),
        "specialisation": _("Specialisation training"),
        "course": _("Course"),
    }


def introduction_of(one: Any, language: str) -> tuple[str, str] | None:
    """What somebody tells of themselves, and in which language. ``language``: the series'."""
    texts = {code: getattr(one, f"intro_{code}") or "" for code in ("fi", "sv", "en")}
    return introduction(texts, current_language(), language)


def stage_rule_word(rule: str) -> str:
    """Who takes what of a path's stage."""
    return {
        "all": _("Everybody takes all of it"),
        "one": _("Everybody chooses one of its series"),
        "some": _("It is for some people only"),
    }[rule]


def credit_range(least: Decimal | None, most: Decimal | None) -> str | None:
    """Credits such as "20-30 ECTS credits"; None where there are none."""
    if not most:
        return None
    if least == most or least is None:
        return str(_("%(op)s ECTS credits", op=number(most)))
    return str(_("%(least)s–%(most)s ECTS credits", least=number(least), most=number(most)))


def credit_words(ects: Decimal | None) -> str | None:
    """Credits and what they mean in work: "30 op, noin 800 tuntia työtä"; None without credits."""
    if not ects:
        return None
    return str(_("%(op)s ECTS credits, about %(hours)s hours of work", op=number(ects), hours=hours_of(ects)))


def mode_word(mode: str) -> str:
    """How a session is held."""
    return modes(_)[mode]


def modes(_: Say) -> dict[str, str]:
    """How sessions are held."""
    return {"online": _("Online"), "onsite": _("On site"), "hybrid": _("On site and online")}


def short_mode_word(mode: str) -> str:
    """The same where there is little room: the names differ from their first letters on."""
    return _("Hybrid") if mode == "hybrid" else mode_word(mode)


def session_kind_word(kind: str) -> str:
    """What a session is in the programme."""
    return session_kinds(_)[kind]


def session_kinds(_: Say) -> dict[str, str]:
    """What sessions of each kind are called."""
    return {
        "meeting": _("Session"),
        "webinar": _("Webinar"),
        "study-day": _("Study day"),
        "workshop": _("Workshop"),
    }


def presenter_role_word(role: str) -> str:
    """What a person does in a session."""
    return {"speaker": _("Speaker"), "host": _("Host"), "moderator": _("Moderator")}[role]


def material_kind_word(kind: str) -> str:
    """What a material is for."""
    return {
        "before": _("For before the session"),
        "after": _("For after the session"),
        "recording": _("The recording"),
    }[kind]


def audience_word(audience: str) -> str:
    """Who sees a material."""
    return {
        "everybody": _("Everybody, on the session's page"),
        "participants": _("Those with a place, on their own page"),
        "organisers": _("Organisers only"),
    }[audience]


def since_word(since: str) -> str:
    """From when a material is seen."""
    return {
        "now": _("At once"),
        "start": _("When the session starts"),
        "end": _("When the session ends"),
        "moment": _("At a time of your choice"),
    }[since]


def captions_word(captions: str) -> str:
    """Whether one can read what is said in a recording."""
    return {
        "missing": _("Not there yet"),
        "there": _("They are there"),
        "exempt": _("Not needed: a closed audience that the act does not concern"),
    }[captions]


def money(cents: int | None) -> str:
    """Euros in the reader's way, without cents where there are none; empty for None."""
    if cents is None:
        return ""
    return str(
        format_currency(
            Decimal(cents) / 100, "EUR", format="#,##0.00 ¤" if cents % 100 else "#,##0 ¤", currency_digits=False
        )
    )


def whole(number_: int) -> str:
    """A whole number in the reader's way."""
    return str(format_number(number_))


def day(on: date) -> str:
    """A day in the reader's way: "2.6.2021", or "2 June 2021" in English."""
    pattern = "d MMMM y" if current_language() == "en" else "d.M.y"
    return str(format_date(on, pattern))  # type: ignore[no-untyped-call]


def member_role_word(role: str) -> str:
    """What a person or a key may do."""
    return {
        "administrator": _("Administrator"),
        "organiser": _("Organiser"),
        "contact": _("Contact"),
    }[role]


def language_word(language: str) -> str:
    """The language a series is held in."""
    return {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}[language]


def series_state_word(state: str) -> str:
    """How far a series is."""
    return {"draft": _("Draft"), "published": _("Published"), "archived": _("Archived")}[state]


def session_state_word(state: str) -> str:
    """Whether a session takes place."""
    return {"scheduled": _("As planned"), "cancelled": _("Cancelled")}[state]


def reply_word(reply: str) -> str:
    """What a presenter answered to the invitation."""
    return {
        "needs-action": _("No answer yet"),
        "accepted": _("Accepted"),
        "tentative": _("Maybe"),
        "declined": _("Declined"),
    }[reply]


def question_kind_word(kind: str) -> str:
    """How a question is answered."""
    return {
        "text": _("In one's own words"),
        "choice": _("By choosing one option"),
        "many": _("By choosing any number of options"),
        "number": _("With a number"),
        "yes-no": _("With yes or no"),
        "consent": _("By agreeing to something, which can be taken back"),
    }[kind]


def cell_words() -> dict[str, str]:
    """What the columns of a file of sessions are called, in their order."""
    return {
        "title": _("Title"),
        "day": _("Day"),
        "starts": _("Starts at"),
        "ends": _("Ends at"),
        "timezone": _("Time zone"),
        "mode": _("How is it held"),
        "join_url": _("Link to join"),
        "venue": _("Venue"),
        "presenters": _("Presenters"),
        "emails": _("Presenters' e-mail"),
        "description": _("What it is about"),
    }
