"""Who has come to the demo offerings by now, and how they stand."""

from collections.abc import Iterator
from itertools import product

from shared.secrets import plain_hash

#: (series' slug, offering's name) -> how many have come; those beyond the capacity wait
COMERS = {
    ("tutustumiskierros", "Koko kierros"): 18,
    ("tutustumiskierros", "Työssä oppiva hoivakoti"): 13,
    ("sosrake", "Valmennukset"): 27,
    ("sosrake", "Työpaja Helsingissä"): 9,
    ("lastensuojelun-kehittamisohjelma", "Oulun seudun ryhmä"): 17,
    ("lastensuojelun-kehittamisohjelma", "Valtakunnallinen ryhmä"): 11,
    ("lastensuojelun-kehittamisohjelma", "Pirkanmaan hyvinvointialueen ryhmä"): 7,
    ("asiakas-ja-palveluohjaus", "Koulutusryhmä"): 24,
    ("sotestartti", "Syksyn ryhmä"): 14,
    ("sotestartti", "Työpaja työnantajille"): 6,
    ("sospro-yhteiset-opinnot", "Henkilöstön ryhmä"): 21,
}
#: where the organiser has not answered the last who came, and how many those are
REQUESTS = {("lastensuojelun-kehittamisohjelma", "Valtakunnallinen ryhmä"): 4}
#: where one of those with a place has given it up, so that the first who waited has moved up
GIVEN_UP = ("asiakas-ja-palveluohjaus", "Koulutusryhmä")
#: where places are held for a group, its name, and how many
HELD = {("lastensuojelun-kehittamisohjelma", "Oulun seudun ryhmä"): ("Kainuun perhekeskukset", 4)}
_FIRST = ("Aino", "Eero", "Fatima", "Håkan", "Inka", "Juho", "Kaisa", "Lauri", "Maija", "Niko", "Oskari", "Päivi")
_LAST = ("Ahola", "Berg", "Hakala", "Koskela", "Lindqvist", "Mäkinen", "Niemelä", "Rantanen", "Salo", "Öster")


def names() -> Iterator[str]:
    """120 invented names in a mixed order that is always the same, then the same with a second family name."""
    pairs = sorted(product(_FIRST, _LAST), key=lambda pair: plain_hash(" ".join(pair)))
    for first, last in pairs:
        yield f"{first} {last}"
    for (first, last), (_other, second) in zip(pairs, reversed(pairs), strict=True):
        yield f"{first} {last}-{second}"


def address(name: str) -> str:
    """Where an invented person would read their mail."""
    plain = name.lower().translate(str.maketrans("äöå -", "aoa.."))
    return f"{plain}@example.org"
