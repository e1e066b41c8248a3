from services.registration.rules import search


def test_words_are_told_apart_and_limited() -> None:
    assert search.words("  Åsa\t Öhman ") == ["Åsa", "Öhman"]
    assert search.words("a b c d e f g") == ["a", "b", "c", "d", "e"]
    assert search.words(" ") == []


def test_pattern_takes_nothing_for_a_wildcard() -> None:
    assert search.pattern("50%_\\") == "%50\\%\\_\\\\%"
