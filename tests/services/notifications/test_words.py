"""Every word that the tables can hold has one that people read."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from services.notifications import words
from services.notifications.calendar import received_mail, reply
from services.notifications.messages.write import WRITERS
from services.notifications.problem_words import problem_sentence
from services.notifications.rules import answers, came_back, problems
from shared.schema.inbound import INBOUND_KINDS, PROPOSALS
from shared.schema.notifications import MESSAGE_STATES
from tests.architecture.services import app_of

PROBLEMS = [value for name, value in vars(problems).items() if name.isupper()]
NO_REPLIES = re.findall(
    r'(?:NotAReply|UnreadableMail)\(\s*"([^"]+)"',
    "".join(Path(str(one.__file__)).read_text("utf-8") for one in (reply, received_mail)),
)


@pytest.fixture(scope="module")
def app() -> Flask:
    return app_of("notifications")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_stored_word_is_said_in_the_readers_language(app: Flask, language: str) -> None:
    with app.app_context(), force_locale(language):
        for said in (
            *((kind, words.kind_word(kind)) for kind in WRITERS),
            *((one, problem_sentence(one)) for one in PROBLEMS),
            *(
                (reason, words.reason_sentence(reason))
                for reason in (*answers.REASONS, *came_back.REASONS, *NO_REPLIES)
            ),
            *((method, words.method_word(method)) for method in ("REQUEST", "CANCEL", "DECLINECOUNTER", "PUBLISH")),
            *(
                (outcome, words.attempt_word(outcome))
                for outcome in ("sent", "try-later", "broken-off", "failed", "bounced")
            ),
        ):
            assert said[0] != said[1]
            assert said[1]


def test_every_state_and_outcome_has_a_badge(app: Flask) -> None:
    with app.app_context(), force_locale("en"):
        assert all(words.state_badge(state)[0] for state in MESSAGE_STATES)
        assert all(words.outcome_badge(outcome)[0] for outcome in answers.OUTCOMES if outcome != answers.DUPLICATE)
        assert all(words.proposal_badge(one)[0] for one in PROPOSALS)
        assert all(words.came_back_word(kind) != kind for kind in INBOUND_KINDS)
        assert set(INBOUND_KINDS) == set(came_back.KINDS)
        assert words.state_badge("queued", attempts=2) == ("Will be tried again", "attention", "refresh")


def test_no_reply_sentences_were_found() -> None:
    assert len(NO_REPLIES) > 8
