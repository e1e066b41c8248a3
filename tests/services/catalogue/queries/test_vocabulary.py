from services.catalogue.queries.vocabulary import of_the_lists
from tests.support.factories import Given


def test_words_are_those_of_what_anybody_may_find(given: Given) -> None:
    listed = given.series(title="Nepsy arjessa", summary="Keinoja", audience="Hoitajat", description="Pitkästi")
    given.presenter(given.session(listed, title="Uni, ja lepo"), name="Aino Öhman")
    given.offering(listed, region="Uusimaa")
    given.offering(listed, region="Lappi", customer_id=given.organisation("Tilaaja"))
    given.term("Lastensuojelu", listed, name_sv="Barnskydd")
    for hidden in ({"state": "draft", "published_at": None}, {"for_customers": True}, {"state": "archived"}):
        series = given.series(title="Salainen", summary="Salaisuus", audience="Salaiset", **hidden)
        given.presenter(given.session(series, title="Salaa"), name="Sala Nimi")
        given.offering(series, region="Salaseutu")
        given.term(f"Salattu {len(hidden)} {hidden.get('state')}", series)
    with given.database.reading() as db:
        found = of_the_lists(db)
    assert {"nepsy", "keinoja", "hoitajat", "uni", "aino", "öhman", "uusimaa", "nyland", "barnskydd"} <= found
    assert "webbinarium" in found
    assert not {one for one in found if one.startswith(("sala", "lap", "pitk"))}
