"""Themes and target groups to begin with, and which of them the demo programmes have."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection

from services.catalogue.actions.terms import NewTerm, add_term

#: Finnish, Swedish, English
TOPICS = {
    "Lastensuojelu": ("Barnskydd", "Child protection"),
    "Mielenterveys ja neuropsykiatria": ("Psykisk hälsa och neuropsykiatri", "Mental health and neuropsychiatry"),
    "Vammaispalvelut": ("Funktionshinderservice", "Disability services"),
    "Asiakas- ja palveluohjaus": ("Klient- och servicehandledning", "Client and service counselling"),
    "Työllistyminen": ("Sysselsättning", "Employment"),
    "Työyhteisön kehittäminen": ("Utveckling av arbetsgemenskapen", "Developing the workplace"),
}
AUDIENCES = {
    "Sosiaalialan ammattilaiset": ("Yrkespersoner inom socialvården", "Professionals in social care"),
    "Terveydenhuollon ammattilaiset": ("Yrkespersoner inom hälso- och sjukvården", "Professionals in health care"),
    "Esihenkilöt": ("Chefer", "Managers"),
    "Kunnat ja yritykset": ("Kommuner och företag", "Municipalities and companies"),
    "Työnhakijat": ("Arbetssökande", "Jobseekers"),
}
_CARE = ("Sosiaalialan ammattilaiset", "Terveydenhuollon ammattilaiset")
_TOUR = ("Työyhteisön kehittäminen", "Mielenterveys ja neuropsykiatria", "Kunnat ja yritykset")
_ACADEMY = ("Lastensuojelu", "Sosiaalialan ammattilaiset")
#: by the series' slugs
CHOSEN = {
    "tutustumiskierros": (*_TOUR, *_CARE),
    "sosrake": ("Asiakas- ja palveluohjaus", "Työyhteisön kehittäminen", "Sosiaalialan ammattilaiset", "Esihenkilöt"),
    "lastensuojelun-kehittamisohjelma": ("Lastensuojelu", *_CARE),
    "asiakas-ja-palveluohjaus": ("Asiakas- ja palveluohjaus", *_CARE),
    "sotestartti": ("Työllistyminen", "Työnhakijat", "Kunnat ja yritykset"),
    "sospro-yhteiset-opinnot": _ACADEMY,
    "sospro-psykiatria": (*_ACADEMY, "Mielenterveys ja neuropsykiatria"),
    "sospro-neuropsykiatria": (*_ACADEMY, "Mielenterveys ja neuropsykiatria"),
    "sospro-kaytoshairiot": _ACADEMY,
    "sospro-kehitysvammaisuus": (*_ACADEMY, "Vammaispalvelut"),
    "sospro-avopalvelut": _ACADEMY,
    "sospro-syventavat-psykiatria": (*_ACADEMY, "Mielenterveys ja neuropsykiatria"),
    "sospro-syventavat-neuropsykiatria": (*_ACADEMY, "Mielenterveys ja neuropsykiatria"),
}


class Terms:
    """The terms that were added, to be given to series."""

    def __init__(self, db: Connection, actor: str) -> None:
        self._ids: dict[str, UUID] = {}
        for kind, names in (("topic", TOPICS), ("audience", AUDIENCES)):
            for finnish, (swedish, english) in names.items():
                self._ids[finnish] = add_term(db, actor, NewTerm(kind, finnish, swedish, english))

    def of(self, slug: str) -> Collection[UUID]:
        """Those of the programme at this address."""
        return [self._ids[name] for name in CHOSEN.get(slug, ())]
