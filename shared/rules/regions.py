"""The regions of Finland, which people name in their own language.

Names as Statistics Finland gives them in its classification of regions (maakunnat, landskap). A region is kept as it
was written; one of these is the same region whatever language it was written in.
"""

WHOLE_COUNTRY = "Koko maa"

#: Finnish, Swedish, English
_NAMES = (
    (WHOLE_COUNTRY, "Hela landet", "Whole country"),
    ("Ahvenanmaa", "Åland", "Åland"),
    ("Etelä-Karjala", "Södra Karelen", "South Karelia"),
    ("Etelä-Pohjanmaa", "Södra Österbotten", "South Ostrobothnia"),
    ("Etelä-Savo", "Södra Savolax", "South Savo"),
    ("Kainuu", "Kajanaland", "Kainuu"),
    ("Kanta-Häme", "Egentliga Tavastland", "Kanta-Häme"),
    ("Keski-Pohjanmaa", "Mellersta Österbotten", "Central Ostrobothnia"),
    ("Keski-Suomi", "Mellersta Finland", "Central Finland"),
    ("Kymenlaakso", "Kymmenedalen", "Kymenlaakso"),
    ("Lappi", "Lappland", "Lapland"),
    ("Pirkanmaa", "Birkaland", "Pirkanmaa"),
    ("Pohjanmaa", "Österbotten", "Ostrobothnia"),
    ("Pohjois-Karjala", "Norra Karelen", "North Karelia"),
    ("Pohjois-Pohjanmaa", "Norra Österbotten", "North Ostrobothnia"),
    ("Pohjois-Savo", "Norra Savolax", "North Savo"),
    ("Päijät-Häme", "Päijänne-Tavastland", "Päijät-Häme"),
    ("Satakunta", "Satakunta", "Satakunta"),
    ("Uusimaa", "Nyland", "Uusimaa"),
    ("Varsinais-Suomi", "Egentliga Finland", "Southwest Finland"),
)
_LANGUAGES = ("fi", "sv", "en")
_KNOWN = {name.casefold(): names for names in _NAMES for name in names}


def names_of(region: str) -> tuple[str, ...]:
    """What a region is called in Finnish, Swedish and English; another's only name is as it was written."""
    return _KNOWN.get(region.casefold(), (region,))


def in_language(region: str, language: str) -> str:
    """What a region is called in a language."""
    names = names_of(region)
    return names[_LANGUAGES.index(language)] if len(names) > 1 else region


def all_in(language: str) -> list[str]:
    """All regions by name, the whole country before them."""
    whole, *parts = (names[_LANGUAGES.index(language)] for names in _NAMES)
    return [whole, *sorted(parts)]
