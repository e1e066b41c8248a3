"""What somebody may answer to a question, and the text that the answer is kept as."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shared.rules.questions import ANSWER_LENGTH, BETWEEN, OPTION_LENGTH

YES, NO = "yes", "no"

Said = str | bool | int | float | Sequence[str] | None
#: why an answer doesn't fit: a word that pages and the API explain
Why = Literal[
    "needed", "not_agreed", "too_long", "control_characters", "no_number", "no_option", "no_text", "not_yes_or_no"
]

_NOT_OF_KIND: Mapping[str, Why] = {"number": "no_number", "choice": "no_option"}
_NUMBER = re.compile(r"([+-]?)0*([0-9]{1,12})(?:[.,]([0-9]{1,6}))?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TRUE, _FALSE = frozenset({"yes", "true", "1", "y", "on"}), frozenset({"no", "false", "0", "n", "off"})


class Unfit(ValueError):
    """An answer that the question doesn't take."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Question:
    """A question as whoever answers it sees it."""

    key: str
    label: str
    help: str
    #: text, choice, many, number, yes-no or consent
    kind: str
    options: Sequence[str]
    required: bool
    shown_to_contact: bool
    is_sensitive: bool
    #: asked now, rather than kept for the answers that were given
    is_asked: bool = True
    #: read by presenters, without names
    shown_to_presenters: bool = False


def as_text(question: Question, said: Said, before: str | None = None) -> str | None:
    """The text to keep; None for no answer. Raises Unfit.

    ``before`` is the answer given earlier: its options may be chosen again although they are offered no more.
    """
    said = said.strip() if isinstance(said, str) else said
    if said is None or said == "" or (isinstance(said, Sequence) and not any(said)):
        return None
    if question.kind == "many":
        return _many(said, [*question.options, *(before or "").split(BETWEEN)])
    if question.kind in ("yes-no", "consent"):
        return _yes_or_no(said)
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise Unfit(_NOT_OF_KIND.get(question.kind, "no_text"))
    written = str(said).replace("\r\n", "\n").replace("\r", "\n")
    if question.kind == "number":
        return _number(written)
    if question.kind == "choice":
        return _option(written, [*question.options, before or ""])
    return _text(written)


def required_answer(question: Question, answer: str | None, is_known: bool = False) -> str | None:
    """The same answer. Raises Unfit when there must be one; ``is_known``: a consent given earlier may be taken back."""
    if not question.required:
        return answer
    if question.kind == "consent":
        if answer != YES and not is_known:
            raise Unfit("not_agreed")
    elif not answer:
        raise Unfit("needed")
    return answer


def parts(question: Question, answer: str) -> list[str]:
    """An answer in its parts: several options, or one text."""
    return answer.split(BETWEEN) if question.kind == "many" else [answer]


def unanswered(questions: Iterable[Question], answers: Mapping[str, str]) -> list[Question]:
    """Those that need an answer and have none."""
    return [one for one in questions if one.is_asked and one.required and one.key not in answers]


def goes_along(here: Question, there: Question, answer: str) -> bool:
    """Whether an answer moves to another offering's question: it fits, and nobody sees it there who didn't here."""
    is_wider = (
        (there.shown_to_contact and not here.shown_to_contact)
        or (there.shown_to_presenters and not here.shown_to_presenters)
        or (here.is_sensitive and not there.is_sensitive)
    )
    # a consent was given to its words
    is_other = here.kind == "consent" and (here.label, here.help) != (there.label, there.help)
    if here.kind != there.kind or is_wider or is_other:
        return False
    try:
        return as_text(there, parts(there, answer) if there.kind == "many" else answer) == answer
    except Unfit:
        return False


def _many(said: Said, options: Collection[str]) -> str | None:
    given = said.split(BETWEEN) if isinstance(said, str) else said
    if not isinstance(given, Sequence):
        raise Unfit("no_option")
    chosen = {_option(" ".join(str(one).split()), options) for one in given if one}
    return BETWEEN.join(dict.fromkeys(one for one in options if one in chosen)) or None


def _option(written: str, options: Iterable[str]) -> str:
    one_line = " ".join(written.split())[: OPTION_LENGTH + 1]
    for option in options:
        if option and option.casefold() == one_line.casefold():
            return option
    raise Unfit("no_option")


def _yes_or_no(said: Said) -> str:
    word = str(said).strip().casefold()
    if word in _TRUE:
        return YES
    if word in _FALSE:
        return NO
    raise Unfit("not_yes_or_no")


def _number(written: str) -> str:
    found = _NUMBER.fullmatch(written.replace("\u2212", "-").replace(" ", ""))
    if found is None:
        raise Unfit("no_number")
    sign, whole, decimals = found[1], found[2], (found[3] or "").rstrip("0")
    number = f"{whole}.{decimals}" if decimals else whole
    return f"-{number}" if sign == "-" and number != "0" else number


def _text(written: str) -> str:
    if len(written) > ANSWER_LENGTH:
        raise Unfit("too_long")
    if _CONTROLS.search(written):
        raise Unfit("control_characters")
    return written
