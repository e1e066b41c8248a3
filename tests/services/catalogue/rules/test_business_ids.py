import pytest

from services.catalogue.rules.business_ids import BadBusinessId, normalise


@pytest.mark.parametrize("written", ["2077474-0", "20774740", "FI 2077474-0", " 2077474 - 0 "])
def test_normalise_gives_one_form(written: str) -> None:
    assert normalise(written.removeprefix("FI ")) == "2077474-0"


@pytest.mark.parametrize("written", ["2077474-1", "207747-0", "abcdefg-h", "", "2077474-00"])
def test_normalise_refuses_what_is_no_code(written: str) -> None:
    with pytest.raises(BadBusinessId):
        normalise(written)
