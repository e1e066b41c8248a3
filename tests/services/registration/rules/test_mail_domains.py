from services.registration.rules.mail_domains import domains_of


def test_an_address_lies_in_its_domain_and_those_above_but_not_in_a_whole_country() -> None:
    assert domains_of("anna@sospro.fi") == ["sospro.fi"]
    assert domains_of("anna@lapset.osasto.sospro.fi") == ["lapset.osasto.sospro.fi", "osasto.sospro.fi", "sospro.fi"]
