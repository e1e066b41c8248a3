"""How tests of the pages look at them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from flask.testing import FlaskClient


@dataclass
class Visitor:
    """Somebody who opens pages, fills forms as the page gives them, and reads."""

    client: FlaskClient
    language: str = "en"
    status: int = 0
    headers: Any = field(default_factory=dict)
    soup: BeautifulSoup = field(default_factory=lambda: BeautifulSoup("", "html.parser"))
    url: str = ""

    def open(self, url: str) -> "Visitor":
        self._read(self.client.get(url, headers={"Accept-Language": self.language}, follow_redirects=True))
        return self

    def send(self, button: str | None = None, **fields: Any) -> "Visitor":
        """Fill the page's form and send it; with the name of a button if it isn't the plain one."""
        form = self.soup.select_one("main form.form-stack, main form")
        assert form is not None, "the page has no form"
        data = {box["name"]: box.get("value", "") for box in form.select("input[name]") if self._counts(box)}
        for choice in form.select("select[name]"):
            chosen = choice.select_one("option[selected]") or choice.select_one("option")
            data[choice["name"]] = chosen["value"] if chosen else ""
        data |= {name.replace("__", "-"): value for name, value in fields.items()}
        if button:
            data[button] = "1"
        self._read(
            self.client.post(
                str(form["action"]), data=data, headers={"Accept-Language": self.language}, follow_redirects=True
            )
        )
        return self

    @property
    def text(self) -> str:
        """All words of the page's main part."""
        main = self.soup.select_one("main") or self.soup
        return " ".join(main.get_text(" ").split())

    @property
    def title(self) -> str:
        heading = self.soup.select_one("main h1")
        return heading.get_text().strip() if heading else ""

    @property
    def errors(self) -> list[str]:
        """The fields that the summary of errors leads to."""
        return [str(link["href"]).removeprefix("#") for link in self.soup.select(".error-summary a")]

    def value(self, name: str) -> str:
        box = self.soup.select_one(f'[name="{name}"]')
        assert box is not None, f"the page has no field {name}"
        return str(box.get("value", ""))

    @staticmethod
    def _counts(box: Any) -> bool:
        return box.get("type") not in ("radio", "checkbox") or box.has_attr("checked")

    def _read(self, response: Any) -> None:
        self.status, self.headers, self.url = response.status_code, response.headers, response.request.path
        self.soup = BeautifulSoup(response.text, "html.parser")


def sign_in(client: FlaskClient, account_id: UUID) -> None:
    """As the catalogue does after a one-time link."""
    with client.session_transaction() as session:
        session["account"], session["epoch"] = str(account_id), 0
