import pytest

from services.catalogue.rules.word_forms import LONGEST_WORD, MOST_WORDS, kept, looked_for, stem, words_of

FAMILIES = {
    "fi": (
        "kierros kierrosta kierroksen kierrokset kierroksessa kierroksia kierrosten kierrokselle kierrokseen",
        "koulutus koulutuksen koulutusta koulutukset koulutuksia koulutuksissa koulutusten",
        "terveys terveyden terveyttä terveyteen",
        "hoitaja hoitajan hoitajat hoitajia hoitajien hoitajille",
        "asiakas asiakkaan asiakkaat asiakkaita asiakkaiden",
        "ihminen ihmisen ihmiset ihmisiä ihmisten ihmistä",
        "kurssi kurssin kurssia kurssit kursseja kursseille",
        "verkko verkon verkossa verkkoja",
        "tieto tiedon tietoa tiedot tiedoissa",
        "toiminta toiminnan toimintaa toiminnassa",
        "sairaala sairaalan sairaaloissa sairaaloihin",
        "työpaikka työpaikan työpaikalla työpaikkoja",
        "perhe perheen perheet perheitä",
        "nuori nuoren nuoret nuoria nuorten",
    ),
    "sv": (
        "utbildning utbildningar utbildningen utbildningarna utbildningens",
        "kurs kursen kurser kurserna",
        "lärare läraren lärarna lärares",
        "träff träffen träffar",
        "vecka veckor veckan",
    ),
    "en": ("training trained train trainings", "course courses", "study studies"),
}


@pytest.mark.parametrize("language", FAMILIES)
def test_every_form_of_a_word_finds_every_other_one(language: str) -> None:
    missed = []
    for forms in map(str.split, FAMILIES[language]):
        for asked in forms:
            missed += [f"{asked} → {form}" for form in forms if not finds(asked, form, language)]
    assert missed == []


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("kierros", "kierrätys", "fi"),
        ("koulutus", "koulu", "fi"),
        ("hoitaja", "hoito", "fi"),
        ("kurs", "kunskap", "sv"),
        ("course", "count", "en"),
        ("tuki", "tukka", "fi"),
    ],
)
def test_word_does_not_find_another_one(asked: str, text: str, language: str) -> None:
    assert not finds(asked, text, language)


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("koulutus", "Verkkokoulutuksen suunnittelu", "fi"),
        ("koulutukset", "verkkokoulutus", "fi"),
        ("utbildning", "Grundutbildningar", "sv"),
        ("kou", "Koulutus", "fi"),
        ("cafe", "Café", "en"),
        ("ÄIDIN", "äidin", "fi"),
        ("åbo", "A\N{COMBINING RING ABOVE}bo", "sv"),
    ],
)
def test_part_of_a_word_finds_it(asked: str, text: str, language: str) -> None:
    assert finds(asked, text, language)


def test_words_are_letters_and_digits_alone() -> None:
    assert words_of("“Nepsy-arjessa” 2027, 'x' * \0 a_b") == ["nepsy", "arjessa", "2027", "x", "a", "b"]
    assert words_of("x" * 1000) == ["x" * LONGEST_WORD]
    assert looked_for("% - *") == []
    assert len(looked_for("a " * 100)) == MOST_WORDS


def test_short_words_stay_as_they_are() -> None:
    assert [stem(word, "fi") for word in ("työ", "alat", "2027")] == ["työ", "alat", "2027"]


def finds(asked: str, text: str, language: str) -> bool:
    there = kept([text], language).split()
    return all(any(word.startswith(way) for word in there for way in ways) for ways in looked_for(asked))
