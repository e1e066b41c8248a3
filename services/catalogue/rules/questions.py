"""What a question of an offering can be, and what of it may still change once somebody has answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from services.catalogue.rules.slugs import NAMELESS, slug_of
from shared.rules.questions import ANSWER_LENGTH, KEY_LENGTH, OPTION_LENGTH, WITH_OPTIONS

MOST_QUESTIONS = 30
MOST_OPTIONS = 50

#: what is wrong, for words; the first is about options, the rest about who sees the answers
Problem = Literal[
    "few_options",
    "many_options",
    "long_options",
    "same_options",
    "sensitive_is_not_shown",
    "sensitive_is_not_presented",
    "words_alone_are_presented",
    "sensitive_is_voluntary",
]
#: what can't change once there are answers
Fixed = Literal["kind", "is_sensitive", "shown_to_contact", "shown_to_presenters", "label", "help"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, and who sees the answers."""

    kind: str
    options: Sequence[str]
    required: bool
    shown_to_contact: bool
    is_sensitive: bool
    label: str
    help: str
    shown_to_presenters: bool = False


def problem(asked: Asked) -> Problem | None:
    """Why a question can't be asked like this; None when it can."""
    if asked.is_sensitive and asked.shown_to_contact:
        return "sensitive_is_not_shown"
    if asked.is_sensitive and asked.shown_to_presenters:
        return "sensitive_is_not_presented"
    if asked.shown_to_presenters and asked.kind != "text":
        return "words_alone_are_presented"
    # consent to special categories of data must be freely given (GDPR articles 7(4) and 9(2)(a))
    if asked.is_sensitive and asked.required:
        return "sensitive_is_voluntary"
    return _problem_of_options(asked.options) if asked.kind in WITH_OPTIONS else None


def fixed_by_answers(before: Asked, after: Asked) -> Fixed | None:
    """What of a change would break what those who have answered were told; None when nothing does."""
    if before.kind != after.kind:
        return "kind"
    if before.is_sensitive and not after.is_sensitive:
        return "is_sensitive"
    if after.shown_to_contact and not before.shown_to_contact:
        return "shown_to_contact"
    if after.shown_to_presenters and not before.shown_to_presenters:
        return "shown_to_presenters"
    # a consent is given to these words and to no others (GDPR article 4(11))
    if before.kind == "consent" and before.label != after.label:
        return "label"
    return "help" if before.kind == "consent" and before.help != after.help else None


def free_key(label: str, taken: Collection[str]) -> str:
    """What a question's answers are kept under: its words in ASCII, with a number behind when that is taken."""
    slug = slug_of(label)
    wanted = "question" if slug == NAMELESS else slug
    key, number = wanted, 1
    while key in taken:
        number += 1
        suffix = f"-{number}"
        key = wanted[: KEY_LENGTH - len(suffix)] + suffix
    return key


def tidy_options(written: Sequence[str]) -> list[str]:
    """Options each on one line, without empty ones."""
    return [line for line in (" ".join(one.split()) for one in written) if line]


def _problem_of_options(options: Sequence[str]) -> Problem | None:
    if len(options) < 2:
        return "few_options"
    if len(options) > MOST_OPTIONS:
        return "many_options"
    if max(map(len, options)) > OPTION_LENGTH or sum(len(one) + 1 for one in options) > ANSWER_LENGTH:
        return "long_options"
    return "same_options" if len({one.casefold() for one in options}) < len(options) else None
