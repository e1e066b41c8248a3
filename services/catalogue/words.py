"""What the catalogue's enum values are called, in the reader's language: in one place."""

from decimal import Decimal

from flask_babel import gettext as _

from shared.web.numbers import number


def kind_word(kind: str) -> str:
    """What a series of this kind is called."""
    return {
        "tour": _("Webinar series"),
        "programme": _("Programme"),
        "specialisation": _("Specialisation training"),
        "course": _("Course"),
    }[kind]


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


def mode_word(mode: str) -> str:
    """How a session is held."""
    return {"online": _("Online"), "onsite": _("On site"), "hybrid": _("On site and online")}[mode]


def presenter_role_word(role: str) -> str:
    """What a person does in a session."""
    return {"speaker": _("Speaker"), "host": _("Host"), "moderator": _("Moderator")}[role]


def partner_role_word(role: str) -> str:
    """What an organisation is in a series that another one organises."""
    return {
        "lead": _("Lead partner"),
        "part-implementer": _("Part-implementer"),
        "partner": _("Partner"),
        "funder": _("Funder"),
        "customer": _("Customer"),
    }[role]


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
