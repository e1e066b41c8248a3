"""Presenters as lines of text, one each: a name with an address, or either alone of somebody whom the series knows."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.forms.presenter_rows import MOST_PRESENTERS, PresenterRow
from services.catalogue.queries.rows import AnyRow
from shared.schema.base import NAME_LENGTH

#: around an address: Aino Esittelijä <aino@example.org>, also with a comma, brackets or nothing but a blank
_BEFORE, _BEHIND = re.compile(r"[\s,<>()]"), " \t\r>)"


class UnreadLine(ValueError):
    """A line that names nobody who can be invited; says what to write instead."""


def lines_of(presenters: Iterable[AnyRow]) -> str:
    """The lines that stand for these."""
    return "\n".join(f"{one.name} <{one.email}>" for one in presenters)


def read_lines(text: str, own: Sequence[AnyRow], known: Sequence[AnyRow]) -> list[NewPresenter]:
    """Those who are named. Who is there keeps role and position; the others' come from who is ``known``.

    Raises UnreadLine.
    """
    by_address = {one.email: _as_known(one) for one in [*known, *own]}
    found: dict[str, NewPresenter] = {}
    for line in _lines(text):
        one = _read(line, by_address)
        if one.email in found:
            raise UnreadLine(_("“%(line)s” stands there twice.", line=line))
        found[one.email] = one
    if len(found) > MOST_PRESENTERS:
        raise UnreadLine(_("At most %(most)s presenters.", most=MOST_PRESENTERS))
    return list(found.values())


def introduced(text: str) -> list[NewPresenter]:
    """Whoever stands there with name and address: said once, the name is enough wherever else they present."""
    found = []
    for line in dict.fromkeys(_lines(text)):
        name, email = _parts(line)
        row = PresenterRow(data={"name": name.strip(" \"'"), "email": email})
        if email and "@" not in name and row.validate():
            found.append(NewPresenter(row.name.data or "", row.email.data or ""))
    return found


def bare_names(text: str) -> set[str]:
    """The lines that are a name and no address, as far as they can be somebody's."""
    return {line for line in _lines(text) if len(line) <= NAME_LENGTH and line.isprintable() and not _parts(line)[1]}


def _lines(text: str) -> list[str]:
    return [line for part in re.split(r"[;\n]", text) if (line := part.strip())]


def _read(line: str, by_address: dict[str, NewPresenter]) -> NewPresenter:
    name, email = _parts(line)
    if not email:
        return _called(line, by_address.values())
    said = name.strip(" \"'")
    # whoever is there by an address for a name stays so
    if "@" in said and said != _name_of(email, by_address):
        raise UnreadLine(_("“%(line)s” holds several addresses. Write one presenter on each line.", line=line))
    row = PresenterRow(data={"name": said or _name_of(email, by_address), "email": email})
    if not row.validate():
        raise UnreadLine(f"{line}: {' '.join(map(str, [*row.name.errors, *row.email.errors]))}")
    before = by_address.get(row.email.data or "", NewPresenter("", row.email.data or ""))
    return replace(before, name=row.name.data or "")


def _called(name: str, people: Collection[NewPresenter]) -> NewPresenter:
    """The only one who is called so, or else the only one who has it as first name or surname."""
    said = name.casefold().split()
    fits = [one for one in people if one.name.casefold().split() == said]
    fits = fits or [one for one in people if set(said) <= set(one.name.casefold().split())]
    if len(fits) == 1:
        return fits[0]
    if fits:
        which = ", ".join(f"{one.name} <{one.email}>" for one in fits)
        raise UnreadLine(_("“%(line)s” fits several: %(which)s. Write which one you mean.", line=name, which=which))
    raise UnreadLine(_("There is no address for “%(line)s”. Write both: Aino Example <aino@example.org>.", line=name))


def _parts(line: str) -> tuple[str, str]:
    """The name and the address; a line that doesn't end with an address is a name. No pattern reads it as a whole: of a
    long line it would try every beginning with every end."""
    said = line.rstrip(_BEHIND)
    begins = max((found.end() for found in _BEFORE.finditer(said)), default=0)
    before, _at, domain = said[begins:].rpartition("@")
    return (said[:begins].rstrip(" \t\r,<("), said[begins:]) if before and domain else (line, "")


def _name_of(email: str, by_address: dict[str, NewPresenter]) -> str:
    known = by_address.get(email.casefold())
    return known.name if known else ""


def _as_known(one: AnyRow) -> NewPresenter:
    return NewPresenter(one.name, one.email, one.role, one.title)
