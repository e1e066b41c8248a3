"""The API's bodies about lists of staff: people as they are written, mended until they can be registered."""

from functools import reduce
from typing import Annotated, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import AfterValidator, Base64Bytes, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.registration.actions.staff_lists import Mends
from services.registration.forms.person_in import MOST_PEOPLE, ContactIn
from services.registration.forms.staff_roster import roster_of_file, roster_of_text
from services.registration.rules.names import tidy
from services.registration.rules.roster import Entry, Roster, joined, of_entries

MOST_OFFERINGS = 50
_IN = ConfigDict(extra="forbid")
#: beyond it nobody wrote it by hand
_LONGEST = 300

Written = Annotated[str, StringConstraints(max_length=_LONGEST), AfterValidator(tidy)]
RowNumber = Annotated[int, Field(strict=True, ge=1, le=999_999_999)]


class RowIn(BaseModel):
    """A person as written; what is wrong with it is said in the list's answer."""

    model_config = _IN
    name: Written = ""
    email: Written = ""
    unit: Written = ""

    @property
    def entry(self) -> Entry:
        """The same as a list keeps it."""
        return Entry(self.name, self.email, self.unit)


class MendedRowIn(RowIn):
    """A row as it is to be; all of it."""

    number: RowNumber


class StaffListIn(BaseModel):
    """A list of staff for one or several offerings of a series: people, a text, a file, or several of these."""

    model_config = _IN
    offering_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_OFFERINGS)]
    organisation_id: UUID | None = None
    people: Annotated[list[RowIn], Field(max_length=MOST_PEOPLE)] = Field(default_factory=list)
    pasted: str = Field(default="", description="rows copied from a spreadsheet, .csv, or a mail's recipients")
    file: Base64Bytes | None = Field(default=None, description="an .xlsx, .ods or .csv file, in base64")

    @model_validator(mode="after")
    def _names_somebody(self) -> "StaffListIn":
        if not (self.people or self.pasted.strip() or self.file):
            raise ValueError(_("Name at least one person."))
        return self

    def roster(self) -> Roster:
        """Everybody on it. Raises Refusal for what can't be read."""
        found = [of_entries(one.entry for one in self.people)] if self.people else []
        found += [roster_of_text(self.pasted)] if self.pasted.strip() else []
        found += [roster_of_file(self.file)] if self.file else []
        return reduce(joined, found)


class MendsIn(BaseModel):
    """What to change of a list before it is registered."""

    model_config = _IN
    rows: Annotated[list[MendedRowIn], Field(max_length=MOST_PEOPLE)] = Field(default_factory=list)
    #: numbers of rows to take off
    removed: Annotated[list[RowNumber], Field(max_length=MOST_PEOPLE)] = Field(default_factory=list)
    added: RowIn | None = None
    #: an offering to leave out after all
    left_out: UUID | None = None
    units: Annotated[dict[Written, Written | None], Field(max_length=MOST_PEOPLE)] = Field(
        default_factory=dict,
        description="a unit as it is written -> what it becomes in every row, a unit of the organisation or of "
        "other rows; null: it is right as it is",
    )

    @property
    def mends(self) -> Mends:
        """The same as the list takes them."""
        return Mends(
            changed={one.number: one.entry for one in self.rows},
            removed=frozenset(self.removed),
            added=self.added.entry if self.added else None,
            left_out=str(self.left_out) if self.left_out else None,
            units=self.units,
        )


class ConfirmListIn(BaseModel):
    """That everybody on the list who can be registered is."""

    model_config = _IN
    if_full: Literal["waitlist", "reject", "all-or-nothing"] = Field(
        default="waitlist", description="all-or-nothing counts over all the offerings together"
    )
    contact: ContactIn | None = None
