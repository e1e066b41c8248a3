"""What somebody types to find people, made into the words that are looked for."""

from services.registration.rules.names import tidy

#: what a search can hold
LONGEST = 200
MOST_WORDS = 5
#: capital letters beyond ASCII in the names of people here; a database may know the small ones of ASCII alone
CAPITALS = "ÅÄÖÉÈÜÕØÆŠŽÁÍÓÚÑÇ"


def words(written: str) -> list[str]:
    """The words, each of which is to be in the name or the address."""
    return tidy(written[:LONGEST]).split()[:MOST_WORDS]


def pattern(word: str) -> str:
    """The word anywhere in a text, for LIKE with ``\\`` as its escape."""
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
