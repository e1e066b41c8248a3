from decimal import Decimal

from services.catalogue.rules.project_words import cents_of, euros_of, indicator_of


def test_money_is_read_as_people_write_it() -> None:
    assert [cents_of(one) for one in ("982 468", "982468,50", "128226.05", "0", "5\u00a0000 €")] == [
        98246800, 98246850, 12822605, 0, 500000,
    ]  # fmt: skip
    assert [cents_of(one) for one in ("", "-5", "5,5", "five", "1.000.000", "1e5")] == [None] * 6
    assert (euros_of(12822605), euros_of(None)) == (Decimal("128226.05"), None)


def test_indicator_is_a_name_and_a_target() -> None:
    assert indicator_of("Asiakkaita: 180") == ("Asiakkaita", 180)
    assert indicator_of("Vaihe 2: työnantajia:4") == ("Vaihe 2: työnantajia", 4)
    assert [indicator_of(one) for one in ("Asiakkaita", "Asiakkaita: monta", ": 5")] == [None] * 3
