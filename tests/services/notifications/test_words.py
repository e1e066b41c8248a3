"""Every word that the tables can hold has one that people read."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from services.notifications import words
from services.notifications.calendar import reply
from services.notifications.messages.write import WRITERS
from services.notifications.rules import answers, problems
from shared.schema.notifications import MESSAGE_STATES
from tests.architecture.services import app_of

PROBLEMS = [value for name, value in vars(problems).items() if name.isupper()]
NO_REPLIES = re.findall(r'NotAReply\(\s*"([^"]+)"', Path(reply.__file__).read_text("utf-8"))


@pytest.fixture(scope="module")
def app() -> Flask:
    return app_of("notifications")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_stored_word_is_said_in_the_readers_language(app: Flask, language: str) -> None:
    with app.app_context(), force_locale(language):
        for said in (
            *((kind, words.kind_word(kind)) for kind in WRITERS),
            *((one, words.problem_sentence(one)) for one in PROBLEMS),
            *((reason, words.reason_sentence(reason)) for reason in (*answers.REASONS, *NO_REPLIES)),
            *((method, words.method_word(method)) for method in ("REQUEST", "CANCEL", "PUBLISH")),
            *((outcome, words.attempt_word(outcome)) for outcome in ("sent", "try-later", "failed")),
        ):
            assert said[0] != said[1]
            assert said[1]


def test_every_state_and_outcome_has_a_badge(app: Flask) -> None:
    with app.app_context(), force_locale("en"):
        assert all(words.state_badge(state)[0] for state in MESSAGE_STATES)
        assert all(words.outcome_badge(outcome)[0] for outcome in answers.OUTCOMES if outcome != answers.DUPLICATE)
        assert words.state_badge("queued", attempts=2) == ("Will be tried again", "attention", "refresh")


def test_no_reply_sentences_were_found() -> None:
    assert len(NO_REPLIES) > 8


def test_answer_of_a_mail_server_stays_as_it_is(app: Flask) -> None:
    with app.app_context(), force_locale("fi"):
        assert words.problem_sentence("550 5.1.1 No such user") == "550 5.1.1 No such user"
        given_up = words.problem_sentence(f"{problems.TRIED_TOO_LONG} 451 later")
        assert given_up == "Yritetty 48 tuntia tuloksetta. 451 later"
