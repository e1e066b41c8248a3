"""What an action refused, shown at the field that it is about."""

from collections.abc import Mapping

from wtforms import FieldList, Form, FormField

from shared.errors import Refusal


def show_refusal(form: Form, refusal: Refusal, names: Mapping[str, str] | None = None) -> None:
    """Put the sentence beside its field, or on the whole form. ``names``: what the action calls it -> the form."""
    place = (refusal.field or "").split(".")
    field = form._fields.get((names or {}).get(place[0], place[0]))
    rows = field if isinstance(field, FieldList) else None
    for step in place[1:]:
        if isinstance(field, FieldList) and step.isdigit() and int(step) < len(field.entries):
            field = field.entries[int(step)]
        elif isinstance(field, FormField) and step in field.form._fields:
            field = field.form._fields[step]
    if field is None or isinstance(field, FormField):
        form.form_errors.append(refusal.sentence)
        return
    field.errors = [*field.errors, refusal.sentence]
    if rows is not None and rows is not field:
        rows.errors = [entry.errors for entry in rows.entries]
