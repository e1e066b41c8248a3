"""What participants can be found by among the answers to a question."""

from collections.abc import Iterable

from flask_babel import gettext as _

from services.registration.routes.participant_choice import MISSING
from services.registration.rules.answers import NO, YES, Question
from services.registration.words import answer_words


def groups_to_find(questions: Iterable[Question]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions that aren't sensitive, each by words of its own, with what can be found among its answers."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in questions:
        if not one.is_sensitive:
            label = f"{one.label} ({one.key})" if one.label in found else one.label
            found[label] = answers_to_find(one)
    return list(found.items())


def answers_to_find(question: Question) -> list[tuple[str, str]]:
    """Values of an address with their words: each option, or any answer, and none."""
    if question.kind in ("yes-no", "consent"):
        found = [(f"{question.key}={one}", answer_words(question, one)) for one in (YES, NO)]
    elif question.options:
        found = [(f"{question.key}={one}", one) for one in question.options]
    else:
        found = [(question.key, _("Answered"))]
    return [*found, (f"{MISSING}{question.key}", _("No answer"))]
