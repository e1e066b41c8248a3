"""What presenters show of themselves."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, String, cast, func, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Presenter
from shared.schema.profiles import PresenterPhoto, PresenterProfile

#: the name by which somebody is shown: as they want it, else as the organiser wrote it
SHOWN_NAME = func.coalesce(func.nullif(PresenterProfile.name, ""), Presenter.name)
#: beside a presenter, what they tell of themselves
TOLD = (
    PresenterProfile.id.label("profile_id"),
    PresenterProfile.title.label("own_title"),
    PresenterProfile.organisation,
    PresenterProfile.intro_fi,
    PresenterProfile.intro_sv,
    PresenterProfile.intro_en,
    PresenterProfile.link,
    PresenterProfile.photo,
)
IS_THEIRS: ColumnElement[bool] = PresenterProfile.email == Presenter.email
#: the profiles beside some presenters in one text, by which a page tells whether they are as they were
STAMP = func.aggregate_strings(cast(PresenterProfile.id, String) + cast(PresenterProfile.version, String), "|")


def profile(db: Connection, email: str) -> AnyRow | None:
    """All of it; None when nothing was ever told."""
    return db.execute(
        select(PresenterProfile.__table__, *TOLD[:2]).where(PresenterProfile.email == email)
    ).one_or_none()


def photo(db: Connection, profile_id: UUID, digest: str) -> bytes | None:
    """A photo's bytes; None when there is another one by now, or none."""
    return db.scalar(
        select(PresenterPhoto.content)
        .join(PresenterProfile, PresenterProfile.id == PresenterPhoto.profile_id)
        .where(PresenterProfile.id == profile_id, PresenterProfile.photo == digest)
    )


def presenter(db: Connection, presenter_id: UUID) -> AnyRow | None:
    """Somebody as an organiser wrote them: name, title, email, session_id."""
    wanted = select(Presenter.name, Presenter.title, Presenter.email, Presenter.session_id)
    return db.execute(wanted.where(Presenter.id == presenter_id)).one_or_none()
