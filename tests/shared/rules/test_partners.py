from shared.rules.partners import LEAD, ROLES, Right, rights_of, roles_with


def test_lead_may_everything_and_partners_what_their_role_says() -> None:
    assert rights_of([LEAD]) == frozenset(Right)
    assert rights_of(["part-implementer"]) == {Right.NUMBERS, Right.SESSIONS, Right.PEOPLE}
    assert rights_of(["funder"]) == {Right.NUMBERS}
    assert rights_of([]) == frozenset()


def test_several_roles_add_up() -> None:
    assert rights_of(["funder", "part-implementer"]) == rights_of(["part-implementer"])


def test_no_partner_manages_and_all_see_numbers() -> None:
    assert roles_with(Right.MANAGE) == ()
    assert roles_with(Right.NUMBERS) == ROLES
    assert roles_with(Right.PEOPLE) == ("part-implementer",)
