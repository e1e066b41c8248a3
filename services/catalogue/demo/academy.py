"""The employer academy: common studies, one of five specialisations, and for some of them extended studies."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal

from services.catalogue.demo.shape import DemoOffering, DemoPath, DemoPresenter, DemoSeries, DemoSession, DemoStage

TAMK = "Tampereen ammattikorkeakoulu"
SOSPRO = "Sospro Oy"

_ELIAS = DemoPresenter("Elias Ranta-aho", "lehtori, TAMK")
_JOHANNA = DemoPresenter("Johanna Åkerlund", "lastensuojelun kouluttaja")
_AURA = DemoPresenter("Aura Leskelä", "laatujohtaja, Sospro Oy")
_STAFF = "Sospro Oy:n kaikkien yksiköiden henkilöstölle"
_COMMON = "sospro-yhteiset-opinnot"


def _part(slug: str, title: str, summary: str, op: int, when: Sequence[tuple[str, int]], needs: str) -> DemoSeries:
    """A part of the academy with a day of studies on each of these days."""
    first = when[0][1]
    return DemoSeries(
        slug=slug,
        title=title,
        kind="course",
        organiser=TAMK,
        summary=summary,
        audience=_STAFF,
        description="",
        credits=Decimal(op),
        partners=((SOSPRO, "customer"),),
        for_customers=True,
        sessions=[DemoSession(name, day, time(9), 360, presenters=(_ELIAS, _AURA)) for name, day in when],
        offerings=(DemoOffering("Henkilöstön ryhmä", closes=first - 7, capacity=20, requires=(needs,)),),
    )


COMMON = DemoSeries(
    slug=_COMMON,
    title="Lastensuojelun yhteiset opinnot",
    kind="course",
    organiser=TAMK,
    summary="Sospro Akatemian ensimmäinen vaihe: lapsen oikeudet, vuorovaikutus ja rajat arjessa.",
    audience=_STAFF,
    description="",
    credits=Decimal(5),
    partners=((SOSPRO, "customer"),),
    for_customers=True,
    sessions=(
        DemoSession("Lapsen oikeudet arjessa", -40, time(9), 360, "hybrid", "TAMK, Kuntokatu 3, Tampere", (_ELIAS,)),
        DemoSession("Vuorovaikutus ja rajat", -19, time(9), 360, "online", None, (_JOHANNA,)),
    ),
    offerings=(DemoOffering("Henkilöstön ryhmä", opens=-75, closes=-45, capacity=60),),
)

_TOPICS = (
    ("psykiatria", "Psykiatria", "Mielenterveyden häiriöt ja hoidon yhteistyö.", 33),
    ("neuropsykiatria", "Neuropsykiatria", "Nepsy-piirteet arjessa ja toimivat keinot.", 40),
    ("kaytoshairiot", "Käytöshäiriöt", "Haastava käyttäytyminen ja turvallinen arki.", 47),
    ("kehitysvammaisuus", "Kehitysvammaisuus", "Osallisuus, kommunikaatio ja tuettu päätöksenteko.", 54),
    ("avopalvelut", "Avopalvelut", "Perheen kanssa kotona ja verkostoissa.", 61),
)
SPECIALISATIONS = tuple(
    _part(
        f"sospro-{slug}",
        title,
        summary,
        10,
        ((f"{title}: perusteet", day), (f"{title}: omat tapaukset", day + 28)),
        _COMMON,
    )
    for slug, title, summary, day in _TOPICS
)
EXTENDED = tuple(
    _part(
        f"sospro-syventavat-{slug}",
        f"Syventävät opinnot: {slug}",
        "Syventävä kokonaisuus, johon kuuluu oma kehittämistehtävä.",
        op,
        (("Aloitus ja kehittämistehtävän aihe", day), ("Kehittämistehtävien esittely", day + 90)),
        f"sospro-{slug}",
    )
    for slug, op, day in (("psykiatria", 30, 124), ("neuropsykiatria", 20, 131))
)

PARTS = (COMMON, *SPECIALISATIONS, *EXTENDED)

PATH = DemoPath(
    slug="sospro-akatemia",
    title="Sospro Akatemia",
    organiser=TAMK,
    summary=(
        "Työnantajan oma oppimispolku: yhteiset lastensuojelun opinnot, yksi suuntautuminen viidestä ja "
        "osalle syventävät opinnot."
    ),
    description=(
        "Työnantaja määritteli tarpeen ja korkeakoulu suunnitteli aikataulun. Mukana on henkilöstö kaikista "
        "yksiköistä, ja suuntautuminen valitaan oman yksikön mukaan.\n\n"
        "Palautetta kerätään yhdeksän kuukauden ajan ja siitä raportoidaan työnantajalle."
    ),
    stages=(
        DemoStage("Yhteiset opinnot", "all", (5, 5), (COMMON.slug,)),
        DemoStage("Suuntautuminen", "one", (10, 10), [one.slug for one in SPECIALISATIONS]),
        DemoStage("Syventävät opinnot", "some", (20, 30), [one.slug for one in EXTENDED]),
    ),
)
