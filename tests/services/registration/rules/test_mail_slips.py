import pytest

from services.registration.rules.mail_slips import meant


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("gmial.com", "gmail.com"), ("gmail.con", "gmail.com"), ("GMAI.com", "gmail.com"), ("gmail.co", "gmail.com"),
        ("hotmial.com", "hotmail.com"), ("hotmail.if", "hotmail.fi"), ("outlok.com", "outlook.com"),
        ("iclould.com", "icloud.com"), ("elisant.fi", "elisanet.fi"),
        # places that there are, and schools and employers of which nobody knows better
        ("gmail.com", None), ("mail.com", None), ("email.com", None), ("ymail.com", None), ("outlook.fi", None),
        ("hotmail.se", None), ("example.org", None), ("tamk.fi", None), ("tuni.fi", None), ("hel.fi", None),
        ("metropolia.fi", None), ("diak.fi", None), ("pirha.fi", None), ("gmail.example.com", None),
    ],
)  # fmt: skip
def test_slips_in_well_known_domains_are_asked_about(written: str, domain: str | None) -> None:
    assert meant(f"Aino.Laine@{written}") == (domain and f"Aino.Laine@{domain}")
