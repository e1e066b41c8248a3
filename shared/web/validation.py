"""What is wrong with an input, field by field, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.errors import Refusal


@dataclass(frozen=True)
class FieldProblem:
    """One wrong field: where it is (``presenters.0.email``), a word for programs, a sentence for people."""

    field: str
    code: str
    sentence: str


class InvalidInput(Refusal):
    """Fields are wrong; every one is named."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        first = problems[0]
        super().__init__("invalid_input", _("Some fields need correcting."), first.field or None)
        self.problems = problems

    @classmethod
    def of_text(cls, sentence: str) -> "InvalidInput":
        """The input as a whole can't be read."""
        return cls([FieldProblem("", "unreadable", sentence)])


def problems_of(wrong: ValidationError) -> list[FieldProblem]:
    """Every problem that pydantic found, in our words."""
    return [
        FieldProblem(".".join(str(part) for part in error["loc"]), error["type"], sentence_for(error))
        for error in wrong.errors(include_url=False)
    ]


def sentence_for(error: ErrorDetails) -> str:
    """One problem in the reader's language: what is wrong and what is accepted."""
    kind = error["type"]
    context: dict[str, Any] = error.get("ctx") or {}
    if kind == "value_error":
        return _from_own_check(context.get("error"), error["msg"])
    if kind.startswith("string_too_long"):
        return _("At most %(most)s characters.", most=context["max_length"])
    if kind in ("string_too_short", "too_short"):
        return _("At least %(least)s needed.", least=context["min_length"])
    if kind == "too_long":
        return _("At most %(most)s allowed.", most=context["max_length"])
    if kind in ("enum", "literal_error"):
        return _("One of these: %(values)s.", values=context["expected"].replace("'", "").replace(" or ", ", "))
    if kind in ("greater_than_equal", "less_than_equal"):
        return _out_of_range(context)
    return _by_kind(kind) or error["msg"]


def _from_own_check(raised: object, fallback: str) -> str:
    """A validator of ours raises a Refusal-like sentence; other libraries' sentences are kept as they are."""
    return str(raised) if raised is not None else fallback


def _out_of_range(context: dict[str, Any]) -> str:
    if "ge" in context:
        return _("%(least)s or more.", least=context["ge"])
    return _("%(most)s or less.", most=context["le"])


def _by_kind(kind: str) -> str | None:
    sentences = {
        "missing": _("This field is needed."),
        "extra_forbidden": _("There is no such field."),
        "uuid_parsing": _("An id such as 0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f."),
        "uuid_type": _("An id such as 0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f."),
        "timezone_aware": _("A time with its offset, such as 2027-01-17T14:00:00+02:00."),
        "datetime_parsing": _("A time with its offset, such as 2027-01-17T14:00:00+02:00."),
        "datetime_from_date_parsing": _("A time with its offset, such as 2027-01-17T14:00:00+02:00."),
        "datetime_type": _("A time with its offset, such as 2027-01-17T14:00:00+02:00."),
        "int_parsing": _("A whole number."),
        "int_type": _("A whole number."),
        "int_from_float": _("A whole number."),
        "decimal_parsing": _("A number."),
        "bool_parsing": _("true or false."),
        "bool_type": _("true or false."),
        "string_type": _("Text."),
        "list_type": _("A list."),
        "model_type": _("An object with named fields."),
        "model_attributes_type": _("An object with named fields."),
        "dict_type": _("An object with named fields."),
    }
    return sentences.get(kind)
