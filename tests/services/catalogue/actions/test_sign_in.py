from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from services.catalogue.actions.sign_in import (
    MOST_PER_ADDRESS,
    Asked,
    LinkProblem,
    SignedIn,
    issue_link,
    request_link,
    use_link,
)
from shared.database import Database
from shared.errors import TooMany
from shared.schema.accounts import SignInRequest
from shared.secrets import SIGN_IN, Secrets
from tests.support.factories import Given

SECRETS = Secrets("a key that only the tests use, long enough")
ASKED = Asked("aino@example.org", "192.0.2.1", "a browser")


def test_of_many_who_use_a_link_at_once_one_gets_in(app: Flask, catalogue: Database, given: Given) -> None:
    account_id = given.account("aino@example.org")
    with catalogue.writing() as db:
        token = SECRETS.token(SIGN_IN, request_link(db, SECRETS, ASKED))

    def use(_number: int) -> SignedIn | LinkProblem:
        with app.app_context(), catalogue.writing() as db:
            return use_link(db, SECRETS, token, "a browser")

    with ThreadPoolExecutor(6) as together:
        found = list(together.map(use, range(6)))
    assert sorted(map(str, found)) == sorted([str(SignedIn(account_id, 0, None)), *["used"] * 5])


def test_of_many_who_ask_at_once_no_more_than_allowed_get_a_link(app: Flask, catalogue: Database) -> None:
    def ask(_number: int) -> bool:
        try:
            with app.test_request_context(), catalogue.writing() as db:
                request_link(db, SECRETS, ASKED)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as together:
        asked = list(together.map(ask, range(MOST_PER_ADDRESS + 3)))
    assert asked.count(True) == MOST_PER_ADDRESS


def test_link_of_the_command_line_works_in_any_browser_once(catalogue: Database, given: Given) -> None:
    given.account("aino@example.org")
    with catalogue.writing() as db:
        token = issue_link(db, SECRETS, "aino@example.org")
        assert isinstance(use_link(db, SECRETS, token, None), SignedIn)
        assert use_link(db, SECRETS, token, "whichever") is LinkProblem.USED


def test_neither_address_nor_client_nor_browser_is_kept_in_the_clear(catalogue: Database) -> None:
    with catalogue.writing() as db:
        request_link(db, SECRETS, ASKED)
        kept = str(db.execute(select(SignInRequest)).one())
    assert not any(word in kept for word in ("aino", "192.0.2.1", "a browser"))


def test_links_of_the_command_line_do_not_use_up_what_may_be_asked_for(catalogue: Database, given: Given) -> None:
    given.account("aino@example.org")
    with catalogue.writing() as db:
        for _time in range(MOST_PER_ADDRESS):
            issue_link(db, SECRETS, "aino@example.org")
        request_link(db, SECRETS, ASKED)
        assert db.scalar(select(func.count()).select_from(SignInRequest)) == MOST_PER_ADDRESS + 1
