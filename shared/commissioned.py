"""Whose staff may come to commissioned training: told in SQL alike to the service that offers it and to the one that
reminds of it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from shared.rules.partners import CUSTOMER
from shared.schema.catalogue import Offering, Series, SeriesPartner


def may_register(organisation_id: Any) -> ColumnElement[bool]:
    """SQL, of an ``Offering`` and its ``Series``: whether an organisation's people may come.

    A commissioned series is for its customers alone, and a reserved offering for one of them.
    """
    is_customer = exists().where(
        SeriesPartner.series_id == Series.id,
        SeriesPartner.organisation_id == organisation_id,
        SeriesPartner.role == CUSTOMER,
    )
    is_reserved = Offering.customer_id.is_not(None)
    return and_(
        or_(~Series.for_customers & ~is_reserved, is_customer),
        or_(~is_reserved, Offering.customer_id == organisation_id),
    )
