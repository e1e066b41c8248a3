from services.catalogue.rules.mail_domains import PUBLIC, is_public
from shared.addresses import normalise_domain


def test_where_anybody_gets_an_address_is_public_with_all_under_it() -> None:
    assert is_public("gmail.com")
    assert is_public("mail.luukku.com")
    assert not is_public("notgmail.com")
    assert not is_public("sospro.fi")
    assert all(normalise_domain(domain) == domain for domain in PUBLIC)
