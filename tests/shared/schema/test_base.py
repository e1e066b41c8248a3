"""Identifiers."""

from shared.schema.base import new_id


def test_ids_of_one_process_rise_strictly() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert {(made.version, made.variant) for made in ids} == {(7, "specified in RFC 4122")}
