"""A client of another of our services."""

import random
import time
from typing import Any, TypeVar

import requests
import structlog
from pydantic import BaseModel, ValidationError

from shared.database.connection import assert_no_transaction
from shared.errors import Refusal, Unreachable
from shared.http_clients import token
from shared.secrets import Secrets

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 10.0
#: no new try is begun after this: a request that waits for us is ended by its server after 30 s
ALTOGETHER_SECONDS = 10.0
TRIES = 3
FIRST_PAUSE_SECONDS = 0.1
#: a pause is between so many times itself: those who failed together do not come back together
SPREAD = (0.5, 1.5)
_TRY_AGAIN = {502, 503, 504}

Answer = TypeVar("Answer", bound=BaseModel)

log = structlog.get_logger(__name__)


class ServiceClient:
    """Asks one other service. Only declared fields cross: bodies are pydantic models, answers are read into them."""

    def __init__(self, secrets: Secrets, sender: str, receiver: str, base_url: str) -> None:
        self._secrets = secrets
        self._sender = sender
        self._receiver = receiver
        self._base_url = base_url

    def get(self, path: str, answer: type[Answer], actor: str) -> Answer:
        """Ask for something. Raises Refusal with the other service's sentence, Unreachable when it doesn't answer."""
        try:
            return answer.model_validate(self._ask("GET", path, None, actor))
        except ValidationError as other:
            raise Unreachable("not_our_answer", f"The {self._receiver} service answered in another shape.") from other

    def post(self, path: str, body: BaseModel | None, actor: str, idempotency_key: str | None = None) -> Any:
        """Have something done; the answer is parsed JSON. Tried again only under an idempotency key."""
        return self._ask("POST", path, body, actor, idempotency_key)

    def _ask(
        self, method: str, path: str, body: BaseModel | None, actor: str, idempotency_key: str | None = None
    ) -> Any:
        assert_no_transaction()
        repeatable = method == "GET" or idempotency_key is not None
        give_up_at = time.monotonic() + ALTOGETHER_SECONDS
        for attempt in range(1, TRIES + 1):
            response = self._try_once(method, path, body, actor, idempotency_key)
            if response is not None and response.status_code not in _TRY_AGAIN:
                return _read(response)
            log.warning("service_did_not_answer", receiver=self._receiver, attempt=attempt)
            pause = FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(*SPREAD)  # noqa: S311 - only spreads retries
            if not repeatable or attempt == TRIES or time.monotonic() + pause > give_up_at:
                break
            time.sleep(pause)
        raise Unreachable("service_unreachable", f"The {self._receiver} service does not answer right now.")

    def _try_once(
        self, method: str, path: str, body: BaseModel | None, actor: str, idempotency_key: str | None
    ) -> requests.Response | None:
        headers = {
            "Authorization": f"Bearer {token.sign(self._secrets, self._sender, self._receiver, actor)}",
            "Accept": "application/json",
            "X-Request-ID": str(structlog.contextvars.get_contextvars().get("request_id", "")),
        }
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        data = body.model_dump_json().encode() if body is not None else None
        if data is not None:
            headers["Content-Type"] = "application/json"
        try:
            return requests.request(
                method, self._base_url + path, data=data, headers=headers, timeout=(CONNECT_SECONDS, ANSWER_SECONDS)
            )
        except requests.RequestException:
            return None


def _read(response: requests.Response) -> Any:
    """The answer's JSON. A problem of the other service (RFC 9457) becomes a Refusal with the same sentence.

    Raises Unreachable when it is no JSON: then something that stands between answered, not the service.
    """
    try:
        said = response.json() if response.content else None
    except ValueError as foreign:
        raise Unreachable("not_our_answer", f"Something else than a service of ours answered: {foreign}") from foreign
    if response.ok:
        return said
    problem = said if isinstance(said, dict) else {}
    refusal = Refusal(problem.get("code", "refused"), problem.get("detail") or response.reason, problem.get("field"))
    refusal.status = response.status_code
    raise refusal
