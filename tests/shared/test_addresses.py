"""One person, several spellings of an address."""

import pytest

from shared.addresses import BadAddress, normalise


@pytest.mark.parametrize(
    "written", ["aino.virtanen@example.org", " Aino.Virtanen@Example.ORG ", "AINO.VIRTANEN@EXAMPLE.ORG\n"]
)
def test_spellings_of_one_address_are_one(written: str) -> None:
    assert normalise(written) == "aino.virtanen@example.org"


def test_domain_with_other_letters_is_written_in_ascii() -> None:
    assert normalise("aino@Bücher.example.org") == "aino@xn--bcher-kva.example.org"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "aino",
        "aino@",
        "@example.org",
        "aino@example",
        "a b@example.org",
        "aino@example.org, pekka@example.org",
        "aino@example.org\nBcc: pekka@example.org",
        "Aino <aino@example.org>",
        "äinö@example.org",
        "a" * 65 + "@example.org",
        "aino@" + "a" * 250 + ".org",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddress):
        normalise(written)
