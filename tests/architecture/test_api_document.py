"""The document about the API names calls that there are."""

import re
from pathlib import Path

from shared.settings import SERVICES
from shared.web.api import PREFIX
from tests.architecture.services import calls_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
NAMED = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/[^\s`]+)`")
PART = re.compile(r"<[^>]*>")


def test_document_names_calls_that_are_there() -> None:
    there = {(call.method, PART.sub("<>", call.rule)) for service in SERVICES for call in calls_of(service)}
    named = NAMED.findall(DOCUMENT.read_text("utf-8"))
    assert len(named) > 20
    wrong = [f"{method} {path}" for method, path in named if (method, PREFIX + PART.sub("<>", path)) not in there]
    assert wrong == []
