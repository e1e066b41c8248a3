"""The demo programmes: six real continuing-education programmes retold, with invented people."""

from datetime import time
from decimal import Decimal

from services.catalogue.demo import academy
from services.catalogue.demo.shape import (
    DemoMaterial,
    DemoOffering,
    DemoPresenter,
    DemoQuestion,
    DemoSeries,
    DemoSession,
)

TAMK = "Tampereen ammattikorkeakoulu"
METROPOLIA = "Metropolia Ammattikorkeakoulu"
DIAK = "Diakonia-ammattikorkeakoulu"
OULU = "Oulun ammattikorkeakoulu"
SOSPRO = "Sospro Oy"
PIRKANMAA = "Pirkanmaan hyvinvointialue"
ESR = "Euroopan sosiaalirahasto"
HELSINKI = "Helsingin kaupunki"

ORGANISATIONS = (TAMK, METROPOLIA, DIAK, OULU, SOSPRO, PIRKANMAA, ESR, HELSINKI)
#: what the demo organiser manages
ORGANISERS = (TAMK, METROPOLIA, DIAK, OULU)

_AURA = DemoPresenter("Aura Leskelä", "laatujohtaja, Sospro Oy")
_ELIAS = DemoPresenter("Elias Ranta-aho", "lehtori, TAMK")
_MINNA = DemoPresenter("Minna Öhman", "asiantuntija, TAMK", "host")
_TUUKKA = DemoPresenter("Tuukka Kaarlela", "kehittämispäällikkö, Pirkanmaan hyvinvointialue")
_SAARA = DemoPresenter("Saara Nieminen", "yliopettaja, Oulun ammattikorkeakoulu")
_JOHANNA = DemoPresenter("Johanna Åkerlund", "lastensuojelun kouluttaja")
_PETRI = DemoPresenter("Petri Salomaa", "projektipäällikkö, Diak", "host")
_LEENA = DemoPresenter("Leena Vuorela", "lehtori, Metropolia")

_ROLE = DemoQuestion(
    "Mikä on roolisi työssäsi?",
    "choice",
    ("Asiakastyö", "Esihenkilötyö", "Kehittäminen", "Muu"),
    required=True,
    shown_to_contact=True,
)
_HOPES = DemoQuestion("Mitä haluaisit kuulla?", "text", shown_to_presenters=True)
_YEARS = DemoQuestion("Montako vuotta olet työskennellyt lastensuojelussa?", "number", required=True)
_DIET = DemoQuestion(
    "Onko sinulla erityisruokavaliota?",
    "many",
    ("Kasvis", "Vegaani", "Maidoton", "Gluteeniton"),
    help="Lähipäivinä on lounas.",
    is_sensitive=True,
)
_PHOTOS = DemoQuestion("Minusta saa julkaista kuvia, joita lähipäivinä otetaan.", "consent")

_RECORDING = DemoMaterial(
    "Tapaamisen tallenne", "recording", "everybody", "end", url="https://video.example.org/sospro-akatemia"
)
_NOTES = DemoMaterial(
    "Muistiinpanot",
    "after",
    "participants",
    "end",
    text="Polku alkaa yhteisistä opinnoista.\nSuuntautumisia on viisi.\n",
)
_BEFOREHAND = DemoMaterial(
    "Ennakkotehtävä: mistä opit viimeksi?",
    "before",
    "everybody",
    text="Mieti yksi tilanne, josta opit työssäsi viime viikolla.\nKirjoita siitä kolme lausetta ja ota ne mukaan.\n",
)

TOUR = DemoSeries(
    slug="tutustumiskierros",
    title="Tutustumiskierros sote-alan ratkaisuihin",
    kind="tour",
    organiser=TAMK,
    summary=(
        "Maksuton webinaarisarja. Joka tapaamisessa yksi ratkaisu, jonka työnantaja ja korkeakoulu "
        "ovat tehneet yhdessä."
    ),
    audience="Kunnille, hyvinvointialueille ja sosiaali- ja terveysalan yrityksille",
    description=(
        "Kierros esittelee ratkaisuja, joita sote-alan työnantajat ja TAMK ovat rakentaneet yhdessä. "
        "Joka tapaamisessa kuulet, **mikä tarve oli**, miten koulutus suunniteltiin ja mitä siitä seurasi.\n\n"
        "Voit tulla koko kierrokselle tai vain yhteen tapaamiseen. Osallistuminen on maksutonta."
    ),
    partners=((SOSPRO, "partner"), (PIRKANMAA, "partner")),
    sessions=(
        DemoSession(
            "Sospro Akatemia: koko talon oppimispolku",
            -24,
            presenters=(_AURA, _ELIAS, _MINNA),
            materials=(_RECORDING, _NOTES),
        ),
        DemoSession("Perehdytys, joka pitää tekijät talossa", -10, presenters=(_TUUKKA, _MINNA)),
        DemoSession(
            "Työssä oppiva hoivakoti",
            4,
            presenters=(_ELIAS, _AURA, _MINNA),
            description="Miten hoivakoti teki oppimisesta osan työvuoroa. Mukana esimerkkejä kolmesta yksiköstä.",
            materials=(_BEFOREHAND,),
        ),
        DemoSession("Lähijohtaja muutoksen keskellä", 11, presenters=(_TUUKKA, _MINNA)),
        DemoSession("Kielituki työpaikalla", 18, presenters=(_ELIAS,), is_cancelled=True),
        DemoSession("Osaamiskartoituksesta koulutukseksi", 25, presenters=(_AURA, _ELIAS)),
        DemoSession("Etävastaanoton ensimmäinen vuosi", 39, presenters=(_TUUKKA,)),
        DemoSession("Mitä kierroksesta jäi käteen", 53, minutes=60, presenters=(_MINNA, _AURA)),
    ),
    offerings=(
        DemoOffering(
            "Koko kierros",
            closes=50,
            description="Paikka kaikissa jäljellä olevissa tapaamisissa.",
            questions=(_ROLE, _HOPES),
        ),
        DemoOffering(
            "Työssä oppiva hoivakoti",
            closes=2,
            capacity=25,
            sessions=(2,),
            quotas=((SOSPRO, 12), (PIRKANMAA, 8)),
        ),
    ),
)

NETWORK = DemoSeries(
    slug="sosrake",
    title="SOSRAKE-osaamisverkosto",
    kind="programme",
    organiser=DIAK,
    summary="Rakenteellisen sosiaalityön valmennukset ja työpajat, jotka kytkeytyvät oman työn kokeiluihin.",
    audience="Sosiaalialan ammattilaisille, esihenkilöille ja kehittäjille",
    description=(
        "Osaamiskartoituksesta nousi kolme teemaa, joista valmennukset on rakennettu. Jokaisen valmennuksen välissä "
        "kokeilet yhtä asiaa omassa työssäsi.\n\nAineistot kootaan yhteiselle oppimisalustalle."
    ),
    partners=((OULU, "part-implementer"), (METROPOLIA, "part-implementer"), (PIRKANMAA, "partner"), (ESR, "funder")),
    sessions=(
        DemoSession("Teema 1: tieto näkyväksi", -31, time(9), 180, presenters=(_PETRI, _LEENA)),
        DemoSession("Teema 2: asiakas mukana kehittämässä", 9, time(9), 180, presenters=(_PETRI, _SAARA)),
        DemoSession(
            "Työpaja: kokeilusta käytännöksi",
            23,
            time(12),
            240,
            "onsite",
            "Diak, Kyläsaarenkuja 2, Helsinki",
            (_PETRI,),
        ),
        DemoSession("Teema 3: vaikuttaminen rakenteisiin", 37, time(9), 180, presenters=(_LEENA, _PETRI)),
    ),
    offerings=(
        DemoOffering("Valmennukset", closes=8, capacity=80, sessions=(0, 1, 3)),
        DemoOffering("Työpaja Helsingissä", closes=16, capacity=30, region="Uusimaa", sessions=(2,)),
    ),
)

_OULU_DAYS = [
    DemoSession("Avajaispäivä, Oulu", 40, time(9), 420, "onsite", "Kiviharjunlenkki 1, Oulu", (_SAARA, _JOHANNA))
]
_NATIONAL_DAYS = [DemoSession("Avajaispäivä, valtakunnallinen ryhmä", 61, time(9), 420, "online", None, (_SAARA,))]
_SHARED_DAYS = [
    DemoSession(title, day, time(9), 420, "online", None, presenters)
    for title, day, presenters in (
        ("Lapsen kohtaaminen", 96, (_JOHANNA,)),
        ("Perheen kanssa työskentely", 131, (_JOHANNA, _SAARA)),
        ("Traumatietoinen työote", 166, (_JOHANNA,)),
        ("Moniammatillinen työ", 222, (_SAARA,)),
        ("Dokumentointi ja tiedon käyttö", 257, (_SAARA,)),
        ("Sijaishuollon kysymykset", 292, (_JOHANNA,)),
        ("Jälkihuolto ja itsenäistyminen", 327, (_JOHANNA, _SAARA)),
        ("Työyhteisön hyvinvointi", 383, (_SAARA,)),
        ("Kehittämistehtävien seminaari", 432, (_SAARA, _JOHANNA)),
    )
]

CHILD_PROTECTION = DemoSeries(
    slug="lastensuojelun-kehittamisohjelma",
    title="Lastensuojelun kehittämisohjelma",
    kind="programme",
    organiser=OULU,
    summary=(
        "Puolitoista vuotta, kymmenen opintopäivää ja kehittämistehtävä omassa työssä. Kaksi ryhmää, "
        "kummallakin oma hakuaika."
    ),
    audience="Sosiaali- ja terveysalan ammattilaisille, jotka tekevät lastensuojelun työtä",
    description=(
        "Ohjelma vahvistaa lastensuojelun osaamista ja antaa aikaa kehittää omaa työtä. Kouluttajina ovat sekä "
        "korkeakoulun että työelämän asiantuntijat.\n\n"
        "**Oulun seudun ryhmä** aloittaa lähipäivällä Oulussa, **valtakunnallinen ryhmä** verkossa. "
        "Muut opintopäivät ovat yhteisiä."
    ),
    credits=Decimal(15),
    partners=((PIRKANMAA, "customer"),),
    sessions=(*_OULU_DAYS, *_NATIONAL_DAYS, *_SHARED_DAYS),
    offerings=(
        DemoOffering(
            "Oulun seudun ryhmä",
            closes=5,
            capacity=24,
            region="Pohjois-Pohjanmaa",
            sessions=(0, *range(2, 11)),
            questions=(_YEARS, _DIET, _PHOTOS),
        ),
        DemoOffering(
            "Valtakunnallinen ryhmä",
            closes=26,
            capacity=40,
            region="Koko maa",
            sessions=(1, *range(2, 11)),
            questions=(_YEARS, _DIET),
            needs_approval=True,
        ),
        DemoOffering(
            "Pirkanmaan hyvinvointialueen ryhmä",
            closes=26,
            capacity=20,
            sessions=(1, *range(2, 11)),
            questions=(_YEARS,),
            customer=PIRKANMAA,
        ),
    ),
)

COUNSELLING = DemoSeries(
    slug="asiakas-ja-palveluohjaus",
    title="Asiakas- ja palveluohjauksen erikoistumiskoulutus",
    kind="specialisation",
    organiser=METROPOLIA,
    summary=(
        "Erikoistumiskoulutus, jonka 21 ammattikorkeakoulua suunnitteli yhdessä. Pienryhmiä, "
        "ennakkotehtäviä ja oma blogi."
    ),
    audience="Sosiaali- ja terveysalan korkeakoulututkinnon suorittaneille, jotka ohjaavat asiakkaita palveluihin",
    description=(
        "Opiskelet työn ohessa noin vuoden. Ennen lähipäiviä teet ennakkotehtävän ja lähetät kysymyksesi. "
        "Pienryhmissä on eri taustoista tulevia, ja oppimastasi kirjoitat blogiin."
    ),
    credits=Decimal(30),
    sessions=(
        DemoSession(
            "Asiakas- ja palveluohjauksen perusta", 20, time(9), 420, "onsite", "Myllypurontie 1, Helsinki", (_LEENA,)
        ),
        DemoSession("Palvelujärjestelmä ja lainsäädäntö", 55, time(9), 420, "online", None, (_LEENA, _PETRI)),
        DemoSession("Ohjauksen menetelmät", 90, time(9), 420, "online", None, (_LEENA,)),
        DemoSession("Verkostot ja johtaminen", 125, time(9), 420, "onsite", "Myllypurontie 1, Helsinki", (_LEENA,)),
        DemoSession("Päätösseminaari", 312, time(9), 360, "hybrid", "Myllypurontie 1, Helsinki", (_LEENA, _PETRI)),
    ),
    offerings=(DemoOffering("Koulutusryhmä", closes=13, capacity=20),),
)

START = DemoSeries(
    slug="sotestartti",
    title="SoteStartti",
    kind="course",
    organiser=DIAK,
    summary=(
        "Ryhmävalmennusta ja työpaikkakäyntejä niille, jotka harkitsevat sosiaali- ja terveysalaa. "
        "Työpajat työnantajille."
    ),
    audience="16–60-vuotiaille, jotka miettivät työtä tai opintoja sosiaali- ja terveysalalla",
    description=(
        "SoteStartissa tutustut alaan, saat valmennusta omaan suunnitelmaasi ja pääset käymään työpaikoilla. "
        "Aineistot julkaistaan valmennuksen jälkeen kaikkien käyttöön."
    ),
    partners=((HELSINKI, "partner"), (ESR, "funder")),
    sessions=(
        DemoSession("Ryhmävalmennus: vahvuuteni", -17, time(10), 120, presenters=(_PETRI,)),
        DemoSession("Työpaikkakäynti: hoivakoti", 5, time(9), 180, "onsite", "Sofianlehdonkatu 8, Helsinki", (_PETRI,)),
        DemoSession("Työpaja työnantajille: kielitietoinen työpaikka", 12, time(13), 120, presenters=(_PETRI, _LEENA)),
        DemoSession("Ryhmävalmennus: polku opintoihin", 19, time(10), 120, presenters=(_PETRI,)),
    ),
    offerings=(
        DemoOffering("Syksyn ryhmä", opens=-60, closes=-20, capacity=16, sessions=(0, 1, 3)),
        DemoOffering("Työpaja työnantajille", closes=11, sessions=(2,)),
    ),
)

PROGRAMMES = (TOUR, NETWORK, CHILD_PROTECTION, COUNSELLING, START, *academy.PARTS)
