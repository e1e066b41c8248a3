"""The presenters that a row names: names in one cell, addresses in another, several with a semicolon between them."""

import re
from itertools import zip_longest

from flask_babel import gettext as _

from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.forms.presenter_rows import MOST_PRESENTERS, PresenterRow
from services.catalogue.rules.written_rows import Cell

_BETWEEN = re.compile(r"[;\n]+")
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")
#: Aino Esittelijä <aino@example.org>
_BOTH = re.compile(r"(.*)<([^<>]+@[^<>]+)>\s*")


def presenters_of(names: str, addresses: str) -> tuple[list[NewPresenter], dict[Cell, str]]:
    """Those named, and what is wrong with which of the two cells."""
    said = [part.strip() for part in _BETWEEN.split(names) if part.strip()]
    emails = [part for part in _BETWEEN_ADDRESSES.split(addresses) if part]
    if len(said) == 1 and len(emails) > 1 and said[0].count(",") == len(emails) - 1:
        said = [part.strip() for part in said[0].split(",")]
    if not emails and said and all(_BOTH.fullmatch(part) for part in said):
        found = [both for part in said if (both := _BOTH.fullmatch(part))]
        said, emails = [both[1].strip(" \"'") for both in found], [both[2].strip() for both in found]
    if said and len(said) != len(emails):
        return [], {"emails": _("As many addresses as names: the invitations go to them. Put a semicolon between.")}
    if len(emails) > MOST_PRESENTERS:
        return [], {"presenters": _("At most %(most)s presenters.", most=MOST_PRESENTERS)}
    return _checked(said, emails)


def _checked(names: list[str], addresses: list[str]) -> tuple[list[NewPresenter], dict[Cell, str]]:
    presenters: list[NewPresenter] = []
    for name, address in zip_longest(names, addresses, fillvalue=""):
        row = PresenterRow(data={"name": name, "email": address})
        if not row.validate():
            wrong: dict[Cell, str] = {}
            if row.name.errors:
                wrong["presenters"] = " ".join(map(str, row.name.errors))
            if row.email.errors:
                wrong["emails"] = " ".join(map(str, row.email.errors))
            return [], wrong
        if row.email.data in {one.email for one in presenters}:
            return [], {"emails": _("This person is in the list twice.")}
        presenters.append(NewPresenter(row.name.data or "", row.email.data or ""))
    return presenters, {}
