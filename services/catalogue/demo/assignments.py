"""What the demo programmes' participants do beforehand, and what the sessions are; by the series' slugs."""

from services.catalogue.demo.shape import DemoAssignment

#: what the sessions of a series are
KINDS = {
    "tutustumiskierros": "webinar",
    "lastensuojelun-kehittamisohjelma": "study-day",
    "asiakas-ja-palveluohjaus": "study-day",
}
ASSIGNMENTS = {
    "lastensuojelun-kehittamisohjelma": (
        DemoAssignment(
            "Kuvaa oma työyhteisösi yhdellä sivulla",
            0,
            7,
            "Kerro, keitä olette ja ketä kohtaatte. Yksi sivu riittää.\n\nOta se mukaan avajaispäivään.",
        ),
        DemoAssignment("Esittäydy verkkoalustalla", 1, 3, "Kirjoita kolme lausetta itsestäsi ja työstäsi."),
        DemoAssignment(
            "Lue opas lapsen kohtaamisesta", 2, 14, "Lue luvut 1 ja 2 ja kirjoita **yksi kysymys** kouluttajalle."
        ),
        DemoAssignment("Kuvaa kokeilusi tulokset", 10, 21, offering=0),
    ),
    "asiakas-ja-palveluohjaus": (
        DemoAssignment(
            "Kuvaa yhden asiakkaan polku palveluissa", 0, 5, "Piirrä tai kirjoita. Älä käytä oikeita nimiä."
        ),
        DemoAssignment("Lähetä kysymyksesi lainsäädännöstä", 1, 7),
        DemoAssignment("Kirjoita pienryhmäsi blogiteksti", 4, 14, "Yksi teksti ryhmää kohti, noin 3 000 merkkiä."),
    ),
}
