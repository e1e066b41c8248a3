import pytest

from services.catalogue.rules.own_addresses import own_address

BASES = ["https://kierros.example.org", "https://kierros.example.org/registration", "http://localhost:8002"]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://kierros.example.org",
        "https://kierros.example.org/workspace?lang=sv",
        "https://kierros.example.org/registration/participants/1",
        "http://localhost:8002/messages",
    ],
)
def test_own_address_passes(wanted: str) -> None:
    assert own_address(wanted, BASES) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "/workspace",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https:///evil.example",
        "https://kierros.example.org.evil.example/",
        "https://kierros.example.org@evil.example/",
        "https://evil.example/?https://kierros.example.org/",
        "https://evil.example\\@kierros.example.org/",
        "https://kierros.example.org\\.evil.example/",
        "https://kierros.example.org:8443/",
        "http://kierros.example.org/",
        "http://localhost:80020/",
        "javascript:alert(1)//https://kierros.example.org/",
        "https://kierros.example.org/\r\nSet-Cookie: a=b",
        "https://kierros.example.org/ x",
        "https://[kierros.example.org/",
        "https://kierros.example.org/" + "x" * 500,
    ],
)
def test_own_address_refuses_every_other(wanted: str | None) -> None:
    assert own_address(wanted, BASES) is None


def test_own_address_under_a_prefix_is_a_whole_step_of_the_path() -> None:
    assert own_address("https://h.example/catalogue-evil", ["https://h.example/catalogue"]) is None
    assert own_address("https://h.example/catalogue/x", ["https://h.example/catalogue"]) is not None
