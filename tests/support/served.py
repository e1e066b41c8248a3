"""A service that answers at an address for as long as a test asks for it, and somebody who is signed in there."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from flask import Flask
from playwright.sync_api import BrowserContext, Page

Pages = TypeVar("Pages")


@dataclass(frozen=True)
class Served(Generic[Pages]):
    """The service with what its pages show, and who may see all of it."""

    app: Flask
    address: str
    account: UUID
    pages: Pages

    def sign_in(self, context: BrowserContext) -> Page:
        """A page of that person."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = signer.dumps({"account": str(self.account), "epoch": 0})
        context.add_cookies([{"name": "kierros_session", "value": cookie, "url": self.address}])
        return context.new_page()
