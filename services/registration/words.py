"""The domain's words in the reader's language, in one place."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from services.registration.rules.answers import YES, Question, parts
from services.registration.rules.batch import NotEnoughPlaces

#: in one sentence
MOST_NAMED = 5


def why_not(standing: str) -> str:
    """Why one can't register, for a word of the window."""
    return {
        "not_published": _("There is no such way to register."),
        "not_open_yet": _("Registration has not opened yet."),
        "closed": _("Registration has closed. Ask the organiser if you still want to come."),
        "cancelled": _("This has been cancelled, so nobody can register."),
    }[standing]


def unprepared_sentence(names: Sequence[str], titles: Sequence[str]) -> str:
    """Why some people can't register yet: the series to complete first. Without names it is about who reads it."""
    needed = ", ".join(quoted(title) for title in titles)
    if not names:
        return _(
            "This needs %(series)s completed first, and no completion was found for this address. If you completed it "
            "with another address, use that one. Otherwise ask the organiser.",
            series=needed,
        )
    return ngettext(
        "%(names)s has not completed %(series)s, which is needed first. Nothing was changed.",
        "%(num)s people have not completed %(series)s, which is needed first: %(names)s. Nothing was changed.",
        len(names),
        names=", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else ""),
        series=needed,
    )


def outsiders_sentence(names: Sequence[str], customers: Sequence[str]) -> str:
    """Why some people can't register: it is for some organisations' staff. Without names it is about who reads it."""
    whose = ", ".join(customers)
    if not customers:
        return _("This is commissioned training, and nobody is named yet whose staff it is for. Ask the organiser.")
    if not names:
        return _(
            "This is only for the staff of: %(customers)s. Use your address at work, or ask your employer's contact to "
            "register you.",
            customers=whose,
        )
    return ngettext(
        "This is only for the staff of: %(customers)s. %(names)s does not seem to work there. Nothing was changed.",
        "This is only for the staff of: %(customers)s. %(num)s people do not seem to work there: %(names)s. Nothing "
        "was changed.",
        len(names),
        names=", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else ""),
        customers=whose,
    )


def quoted(text: str) -> str:
    """In quotation marks as the reader's language writes them: both the same in Finnish and in Swedish."""
    return _("“%(text)s”", text=text)


def too_few(few: NotEnoughPlaces) -> str:
    """Why nobody was registered when all were to fit and don't."""
    if few.is_over_quota:
        return _(
            "%(wanted)s places are needed, but of this organisation no more than %(free)s can get one."
            " Nobody was registered.",
            wanted=few.wanted,
            free=few.free,
        )
    return _(
        "%(wanted)s places are needed, %(free)s are free. Nobody was registered.", wanted=few.wanted, free=few.free
    )


def state_word(state: str) -> str:
    """A registration's state."""
    return {
        "confirmed": _("Place confirmed"),
        "waitlisted": _("On the waiting list"),
        "cancelled": _("Place given up"),
        "rejected": _("No place"),
    }[state]


def standing_word(state: str, *, asks: bool) -> str:
    """The same to whom it is about and to their employer; ``asks``: the organiser's yes is missing."""
    return _("Waits for the organiser's yes") if asks and state == "waitlisted" else state_word(state)


def name_word(name: str) -> str:
    """A person's name; of somebody erased, that they were."""
    return name or _("Erased")


def who(names: Sequence[str], count: int) -> str:
    """The first of so many people by name, and how many more there are."""
    named, more = ", ".join(name_word(name) for name in names[:MOST_NAMED]), count - len(names[:MOST_NAMED])
    if more <= 0:
        return named
    return ngettext("%(names)s and one more", "%(names)s and %(num)s more", more, names=named)


def registered_by(row: Any, names: Mapping[str, str]) -> str:
    """Who registered somebody; ``names`` holds those of known actors."""
    if row.actor == "person":
        return _("Themselves")
    return names.get(row.actor) or row.contact_name or _("The system")


def why_unfit(word: str, options: Sequence[str] = ()) -> str:
    """Why an answer isn't taken; with the options, if there are any to choose from."""
    if word == "no_option" and options:
        return _("Choose from what is offered: %(options)s.", options=", ".join(quoted(one) for one in options))
    return {
        "needed": _("This needs an answer."),
        "not_agreed": _("You need to agree to this to register."),
        "too_long": _("An answer has at most 2,000 characters."),
        "control_characters": _("The answer holds characters that can't be shown."),
        "no_number": _("Write a number, such as 12 or 2.5."),
        "no_option": _("Choose from what is offered."),
        "no_text": _("Write the answer as a text."),
        "not_yes_or_no": _("Answer yes or no."),
    }[word]


def answer_words(question: Question, answer: str) -> str:
    """An answer as people read it, on one line or in lines as it was written."""
    if question.kind == "consent":
        return _("Agreed") if answer == YES else _("Agreement withdrawn")
    if question.kind == "yes-no":
        return _("Yes") if answer == YES else _("No")
    return ", ".join(parts(question, answer))


def audience_word(audience: str, among: str, of_session: bool = False) -> str:
    """Whom an announcement is for; of one session's presenters none are of others."""
    if of_session and audience == "presenters":
        return _("Presenters")
    return {
        ("participants", "confirmed"): _("Participants who have a place"),
        ("participants", "waitlisted"): _("Participants who wait for a place"),
        ("participants", "all"): _("Participants who have a place or wait for one"),
        ("presenters", "ahead"): _("Presenters of sessions still ahead"),
        ("presenters", "all"): _("Presenters of all sessions"),
        ("contacts", "all"): _("Contacts of the organisations whose people take part"),
    }.get((audience, among), _("People ticked in the list"))


def announcement_badge(row: Any) -> tuple[str, str, str]:
    """How an announcement is getting on: the word, the badge's kind and its shape."""
    if row.withdrawn_at:
        return _("Taken back"), "plain", "ban"
    if row.problem:
        return _("Not sent"), "wrong", "alert-triangle"
    return (_("Sent"), "done", "circle-check") if row.sent_at else (_("Planned"), "primary", "clock")


def not_sent_sentence(problem: str) -> str:
    """Why an announcement that was planned never went out."""
    return {
        "missed": _("The service was not running at that time, and a day later it was too late."),
        "no-right": _("Whoever wrote it does not organise the series any more."),
        "archived": _("The series had been archived."),
        "nobody": _("There was nobody to write to."),
    }[problem]


def language_word(language: str) -> str:
    """The language that a mail is framed in, as an addition to a number."""
    return {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}.get(language, language)
