import pytest

from services.registration.rules.scope import NameOne, NotYours, organisation_of
from shared.schema.base import new_id

OWN, OTHER = new_id(), new_id()


def test_the_only_organisation_is_meant_when_none_is_named() -> None:
    assert organisation_of(None, {OWN}, is_free=False) == OWN


def test_one_of_several_must_be_named() -> None:
    with pytest.raises(NameOne):
        organisation_of(None, {OWN, OTHER}, is_free=False)
    assert organisation_of(OTHER, {OWN, OTHER}, is_free=False) == OTHER


def test_another_organisation_is_refused_also_to_an_organiser() -> None:
    for is_free in (False, True):
        with pytest.raises(NotYours):
            organisation_of(OTHER, {OWN}, is_free)


def test_an_organiser_need_not_name_any() -> None:
    assert organisation_of(None, {OWN}, is_free=True) is None


def test_who_speaks_for_all_may_name_any_or_none() -> None:
    assert organisation_of(OTHER, None, is_free=False) == OTHER
    assert organisation_of(None, None, is_free=False) is None
