import pytest

from services.registration.rules.names import tidy, tidy_all


@pytest.mark.parametrize("name", ["O'Brien", "Åsa Öhman-Ruiz", "王小明", "D’Arcy", "Çağla Šimić"])
def test_names_are_kept_as_they_are(name: str) -> None:
    assert tidy(name) == name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna\r\nBcc: other@example.org", "Anna Bcc: other@example.org"),
        ("  Anna \t Laine\u00a0", "Anna Laine"),
        ("Anna\u2028Laine", "Anna Laine"),
        ("Anna\x00\x07Laine", "Anna Laine"),
        ("\u202egnp.annA", "gnp.annA"),
        ("\r\n", ""),
    ],
)
def test_names_are_one_harmless_line(written: str, kept: str) -> None:
    assert tidy(written) == kept


def test_the_same_letter_written_two_ways_is_one() -> None:
    assert tidy("A\u030asa") == "Åsa"


@pytest.mark.parametrize(
    "odd", ["", " Anna", "Anna ", "Anna  Laine", "Anna\nLaine", "\n", "A\u030asa", "Anna\u00a0Laine", "x" * 12]
)
def test_many_are_tidied_as_each_of_them(odd: str) -> None:
    for given in ([odd], ["Åsa", odd], [odd, "Åsa"], ["Bo", odd, "O'Brien"]):
        assert tidy_all(given, 10) == [tidy(one[:10]) for one in given]


def test_tidying_nobody_gives_nobody() -> None:
    assert tidy_all([], 10) == []
