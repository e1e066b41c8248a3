"""What somebody changed on a list of staff while looking it over, as the page's form sends it."""

from werkzeug.datastructures import MultiDict

from services.registration.actions.staff_lists import Mends
from services.registration.rules.names import tidy
from services.registration.rules.roster import Entry

#: beyond it a field was not filled in by hand
_LONGEST = 300
NEW = "new"


def mends_of(sent: MultiDict[str, str]) -> Mends:
    """The rows that were shown with fields, whether changed or not; the row to take off; the person to add."""
    numbers = [name.removeprefix("email-") for name in sent if name.startswith("email-")]
    added = _entry(sent, NEW)
    return Mends(
        changed={int(number): _entry(sent, number) for number in numbers if _is_number(number)},
        removed={int(number) for number in sent.getlist("remove") if _is_number(number)},
        added=added if any(added) else None,
        left_out=sent.get("leave_out"),
        units=_units(sent),
        keeps_units="keep_units" in sent,
    )


def _units(sent: MultiDict[str, str]) -> dict[str, str | None]:
    """What was decided on units, each in numbered fields: the words as they stand, and what was chosen instead."""
    chosen = [(name.removeprefix("becomes-"), value) for name, value in sent.items() if name.startswith("becomes-")]
    decided: dict[str, str | None] = {sent.get(f"written-{one}", ""): becomes for one, becomes in chosen if becomes}
    if kept := sent.get("keep_unit"):
        decided[sent.get(f"written-{kept}", "")] = None
    decided.pop("", None)
    return decided


def _entry(sent: MultiDict[str, str], number: str) -> Entry:
    return Entry(*(tidy(sent.get(f"{part}-{number}", "")[:_LONGEST]) for part in Entry._fields))


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 9
