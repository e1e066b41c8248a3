import pytest

from services.catalogue.rules.spelling import meant

KNOWN = {"lastensuojelun", "lastensuojelu", "verkkokoulutus", "nepsy", "arjessa", "öhman", "työ", "kierros"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lasensuojelu", "lastensuojelu"),
        ("lastnesuojelu", "lastensuojelu"),
        ("Nespy arjessa", "nepsy arjessa"),
        ("ohmann", "öhman"),
        ("koulutus", None),
        ("nepsyn arjessa", None),
        ("tyo", "työ"),
        ("tya", None),
        ("sosiaalityöntekijä", None),
        ("nespy hevoset", None),
        ("!", None),
        ("", None),
    ],
)
def test_nearest_known_words_are_meant(asked: str, found: str | None) -> None:
    assert meant(asked, KNOWN) == found
