"""What an action refused, shown at the field that it is about."""

from collections.abc import Mapping

from wtforms import FieldList, Form, FormField

from shared.errors import Refusal


def show_refusal(form: Form, refusal: Refusal, names: Mapping[str, str] | None = None) -> None:
    """Put the sentence beside its field; on the whole form when it is about none. ``names``: the API's -> the form's."""
    place = (refusal.field or "").split(".")
    field = form._fields.get((names or {}).get(place[0], place[0]))  # noqa: SLF001 - WTForms' own way to a field by name
    for step in place[1:]:
        if isinstance(field, FieldList) and step.isdigit() and int(step) < len(field.entries):
            field = field.entries[int(step)]
        elif isinstance(field, FormField) and step in field.form._fields:  # noqa: SLF001
            field = field.form._fields[step]  # noqa: SLF001
    if field is None or isinstance(field, FormField):
        form.form_errors.append(refusal.sentence)
    else:
        field.errors = [*field.errors, refusal.sentence]
