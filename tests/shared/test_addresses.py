"""One person, several spellings of an address."""

import pytest

from shared.addresses import BadAddress, normal_forms, normalise, normalise_domain


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


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        (" Sospro.FI ", "sospro.fi"),
        ("@sospro.fi", "sospro.fi"),
        ("osasto.sospro.fi", "osasto.sospro.fi"),
        ("työpaikka.fi", "xn--typaikka-o4a.fi"),
    ],
)
def test_a_domain_has_one_form(written: str, domain: str) -> None:
    assert normalise_domain(written) == domain


@pytest.mark.parametrize("written", ["", "fi", "anna@sospro.fi", "sospro", "a b.fi", "-a.fi", ".fi", "x" * 70 + ".fi"])
def test_what_is_no_domain_is_told(written: str) -> None:
    with pytest.raises(BadAddress):
        normalise_domain(written)


@pytest.mark.parametrize(
    "odd",
    [
        "",
        " Anna@Example.ORG ",
        "nobody",
        "a@b@c.fi",
        "Kelvin@example.org",
        "b\nc@example.org",
        "a@-.fi",
        "anna@öhman.example",
        "O'Brien@example.org",
        "x" * 65 + "@example.org",
        "a..b@example.org",
        "A@EXAMPLE.org",
    ],
)
def test_many_are_read_as_each_of_them(odd: str) -> None:
    def alone(written: str) -> str | None:
        try:
            return normalise(written)
        except BadAddress:
            return None

    for given in ([odd], ["anna@example.org", odd], [odd, "Bo.Ek+1@example.org"]):
        assert normal_forms(given) == [alone(one) for one in given]
