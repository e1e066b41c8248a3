"""How a session is held, as people write it in Finnish, Swedish or English."""

_WORDS = {
    "online": "online verkko verkossa etä etänä etäyhteys etäyhteydellä webinaari teams zoom nätet pånätet distans "
    "pådistans webbinarium web webinar remote virtual",
    "onsite": "onsite paikanpäällä lähi lähinä läsnä lähitapaaminen lähiopetus paikalla påplats plats närträff "
    "närvaro inperson live venue",
    "hybrid": "hybrid hybridi hybridinä paikanpäälläjaverkossa verkossajapaikanpäällä påplatsochpånätet "
    "påplatsochonline onsiteandonline",
}
_MODES = {word: mode for mode, words in _WORDS.items() for word in words.split()}


def mode_of(text: str, has_link: bool, has_venue: bool) -> str | None:
    """What a cell says; an empty one goes by what the row has. None for words that aren't known."""
    letters = "".join(letter for letter in text.casefold() if letter.isalpha())
    if letters:
        return _MODES.get(letters)
    if has_venue:
        return "hybrid" if has_link else "onsite"
    return "online"
