from services.registration.rules.alphabet import name_order, surname_order


def test_names_are_in_finnish_order() -> None:
    ordered = ["Anna", "Émile", "Erik", "zoe", "Åsa", "Ässä", "Öhman"]
    assert sorted(["Öhman", "zoe", "Åsa", "Erik", "Émile", "Ässä", "Anna"], key=name_order) == ordered


def test_names_beyond_our_letters_have_a_place_too() -> None:
    assert sorted(["王小明", "Anna", "Иван"], key=name_order) == ["Anna", "Иван", "王小明"]


def test_people_stand_by_the_last_word_of_their_names() -> None:
    assert sorted(["Anna Öhman", "Åsa Berg", "Zoe", "Anna Berg", ""], key=surname_order) == [
        "",
        "Anna Berg",
        "Åsa Berg",
        "Zoe",
        "Anna Öhman",
    ]
