"""Who gets the summary of an act over the API."""

from services.registration.actions.order import Contact
from services.registration.forms.person_in import ContactIn
from shared.addresses import normalise
from shared.web.viewer import Viewer


def contact_named(said: ContactIn, series_language: str) -> Contact:
    """Whoever the call names, in the series' language unless it says another."""
    return Contact(normalise(said.email), said.name, said.language or series_language)


def contact_of(asker: Viewer, language: str) -> Contact | None:
    """Whoever asks; None when they have no address."""
    return Contact(normalise(asker.email), asker.name, language) if asker.email else None
