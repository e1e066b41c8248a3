"""What participants can be found by among the answers to a question."""

from flask_babel import gettext as _

from services.registration.routes.participant_choice import MISSING
from services.registration.rules.answers import NO, YES, Question
from services.registration.words import answer_words


def answers_to_find(question: Question) -> list[tuple[str, str]]:
    """Values of an address with their words: each option, or any answer, and none."""
    if question.kind in ("yes-no", "consent"):
        found = [(f"{question.key}={one}", answer_words(question, one)) for one in (YES, NO)]
    elif question.options:
        found = [(f"{question.key}={one}", one) for one in question.options]
    else:
        found = [(question.key, _("Answered"))]
    return [*found, (f"{MISSING}{question.key}", _("No answer"))]
