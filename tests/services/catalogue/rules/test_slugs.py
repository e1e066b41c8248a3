import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.rules.slugs import LONGEST, NAMELESS, free_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Tutustumiskierros sote-alan ratkaisuihin", "tutustumiskierros-sote-alan-ratkaisuihin"),
        ("Äidin työ & jaksaminen", "aidin-tyo-jaksaminen"),
        ("Ålands hälso- och sjukvård", "alands-halso-och-sjukvard"),
        ("  --Smørrebrød; straße--  ", "smorrebrod-strasse"),
        ("<b>Nepsy</b>\r\nBcc: all@example.org", "b-nepsy-b-bcc-all-example-org"),
        ("会議", NAMELESS),
    ],
)
def test_slug_of_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_slug_of_long_title_ends_with_a_whole_word() -> None:
    slug = slug_of("sosiaalialan erikoistumiskoulutus " * 5)
    assert len(slug) <= LONGEST
    assert slug.endswith(("sosiaalialan", "erikoistumiskoulutus"))


@given(st.text(max_size=300), st.sets(st.sampled_from(["series", "new", "a", "a-2"])))
def test_free_slug_is_always_an_address_and_free(title: str, taken: set[str]) -> None:
    slug = free_slug(title, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slug not in taken
    assert slug != "new"


def test_free_slug_counts_on() -> None:
    assert free_slug("Nepsy", {"nepsy", "nepsy-2"}) == "nepsy-3"


def test_free_slug_of_longest_title_keeps_its_number() -> None:
    full = "a" * LONGEST
    assert free_slug(full, {full}) == "a" * (LONGEST - 2) + "-2"


def test_free_slug_leaves_pages_of_their_own_alone() -> None:
    assert free_slug("New", set()) == "new-2"
