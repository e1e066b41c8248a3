"""The fields of an offering's questions, put below those that every form of its kind has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from services.registration.forms.choices import choice
from services.registration.rules import answers as rules
from services.registration.rules.answers import NO, YES, Question, Unfit
from services.registration.words import why_unfit
from shared.rules.questions import SENSITIVE_DAYS
from shared.web.choice_fields import RadioField, SelectField, SelectMultipleField, not_offered

#: more options than this are chosen from a list that opens
MOST_RADIOS = 8

AnyForm = TypeVar("AnyForm", bound=FlaskForm)


class Asking(FlaskForm):  # type: ignore[misc]
    """A form that asks an offering's questions; made by ``asking``."""

    questions: Sequence[Question] = ()
    #: what was answered before
    known: Mapping[str, str] = {}

    @property
    def answer_fields(self) -> list[Field]:
        """The questions' fields, in their order."""
        return [self[_name(one)] for one in self.questions]

    def answers(self) -> dict[str, str | None]:
        """What was answered, as it is kept; call it after validate()."""
        return {one.key: self[_name(one)].stored for one in self.questions}

    @property
    def given(self) -> dict[str, str]:
        """The same, of the questions that have an answer."""
        return {key: text for key, text in self.answers().items() if text is not None}


class _Fits:
    """Validator: the question takes what was answered. Keeps the text with the field as ``stored``."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.field_flags = {"required": True} if question.required else {}

    def __call__(self, form: Any, field: Any) -> None:
        before = form.known.get(self.question.key)
        try:
            text = rules.as_text(self.question, _said(self.question, field, before), before)
            field.stored = rules.required_answer(self.question, text, is_known=before is not None)
        except Unfit as wrong:
            sentence = not_offered(field) if wrong.why == "no_option" else why_unfit(wrong.why)
            raise ValidationError(sentence) from wrong


def asking(
    form: type[AnyForm],
    questions: Sequence[Question],
    language: str,
    organiser: str,
    known: Mapping[str, str] | None = None,
    by_contact: bool = False,
) -> type[Any]:
    """The form with these questions, written in ``language``, after its own fields. ``known``: earlier answers;
    ``by_contact``: a contact fills it in, who needs not be told that contacts see the answer."""
    asked = [replace(one, shown_to_contact=False) for one in questions] if by_contact else questions
    fields = {_name(one): _field(one, language, organiser, (known or {}).get(one.key)) for one in asked}
    bases = (form,) if issubclass(form, Asking) else (form, Asking)
    return type(form.__name__, bases, {**fields, "questions": questions, "known": known or {}})


def _name(question: Question) -> str:
    return f"answer-{question.key}"


def _said(question: Question, field: Any, before: str | None) -> Any:
    """What the field holds. An unticked consent is no answer, unless it takes one back."""
    if question.kind != "consent":
        return field.data
    return YES if field.data else (NO if before is not None else None)


def _field(question: Question, language: str, organiser: str, known: str | None) -> Any:
    # the organiser's words keep their language whatever that of the page
    label = _written(question.label, language)
    common: dict[str, Any] = {"validators": [_Fits(question)], "description": _hint(question, language, organiser)}
    return _MAKERS[question.kind](question, label, common, (language, known))


def _text(_question: Question, label: Markup, common: dict[str, Any], more: tuple[str, str | None]) -> Any:
    return TextAreaField(label, default=more[1] or "", render_kw={"rows": 3}, **common)


def _number(_question: Question, label: Markup, common: dict[str, Any], more: tuple[str, str | None]) -> Any:
    return StringField(label, default=more[1] or "", render_kw={"inputmode": "decimal"}, **common)


def _choice(question: Question, label: Markup, common: dict[str, Any], more: tuple[str, str | None]) -> Any:
    language, known = more
    choices = [choice(one, _written(one, language)) for one in _offered(question, known)]
    if len(choices) > MOST_RADIOS:
        plain = [choice(one, one) for one in _offered(question, known)]
        first = [choice("", _("Choose") if question.required else _("No answer"))]
        return SelectField(label, choices=first + plain, default=known or "", validate_choice=False, **common)
    none = [] if question.required else [choice("", _("No answer"))]
    return RadioField(label, choices=choices + none, default=known or "", validate_choice=False, **common)


def _many(question: Question, label: Markup, common: dict[str, Any], more: tuple[str, str | None]) -> Any:
    language, known = more
    return SelectMultipleField(
        label,
        choices=[choice(one, _written(one, language)) for one in _offered(question, known)],
        default=rules.parts(question, known) if known else [],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **common,
    )


def _yes_or_no(question: Question, label: Markup, common: dict[str, Any], more: tuple[str, str | None]) -> Any:
    none = [] if question.required else [choice("", _("No answer"))]
    choices = [choice(YES, _("Yes")), choice(NO, _("No")), *none]
    return RadioField(label, choices=choices, default=more[1] or "", validate_choice=False, **common)


def _consent(_question: Question, label: Markup, common: dict[str, Any], more: tuple[str, str | None]) -> Any:
    return BooleanField(label, default=more[1] == YES, **common)


_MAKERS: dict[str, Callable[[Question, Markup, dict[str, Any], tuple[str, str | None]], Any]] = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "many": _many,
    "yes-no": _yes_or_no,
    "consent": _consent,
}


def _offered(question: Question, known: str | None) -> list[str]:
    """The options, and what was chosen earlier although it is offered no more."""
    earlier = rules.parts(question, known) if known else []
    return [*question.options, *(one for one in earlier if one not in question.options)]


def _hint(question: Question, language: str, organiser: str) -> Markup:
    """The organiser's own line, then who sees the answer and until when."""
    said = [_written(question.help, language)] if question.help else []
    if question.is_sensitive:
        said.append(Markup.escape(_("Voluntary. Only the organiser, %(name)s, sees the answer.", name=organiser)))
        said.append(
            Markup.escape(
                ngettext(
                    "It is erased a day after the last session.",
                    "It is erased %(num)s days after the last session.",
                    SENSITIVE_DAYS,
                )
            )
        )
    elif question.shown_to_contact:
        said.append(Markup.escape(_("Your organisation's contact sees the answer too, if you have one.")))
    if question.shown_to_presenters:
        said.append(Markup.escape(_("Presenters see your answer, without your name.")))
    if question.kind == "consent":
        said.append(Markup.escape(_("You can take it back on your own page.")))
    return Markup(" ").join(said)


def _written(text: str, language: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(language, text)
