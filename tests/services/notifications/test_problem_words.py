import pytest
from flask import Flask
from flask_babel import force_locale

from services.notifications.problem_words import problem_sentence, server_said
from services.notifications.rules import problems
from services.notifications.rules.server_answers import Meaning, means
from tests.architecture.services import app_of


@pytest.fixture(scope="module")
def app() -> Flask:
    return app_of("notifications")


def test_answer_of_a_mail_server_is_said_plainly_and_kept_as_it_was(app: Flask) -> None:
    with app.app_context(), force_locale("fi"):
        assert "osoitetta ei ole" in problem_sentence("550 5.1.1 No such user")
        assert server_said("550 5.1.1 No such user") == "550 5.1.1 No such user"
        given_up = problem_sentence(f"{problems.TRIED_TOO_LONG} 451 later")
        assert given_up.startswith("Yritetty 48 tuntia tuloksetta. Vastaanottajan")
        assert server_said(f"{problems.TRIED_TOO_LONG} 451 later") == "451 later"
        assert problem_sentence(f"{problems.BROKE} timed out") == "Yhteys sähköpostipalvelimeen katkesi."
        assert server_said(f"{problems.BROKE} timed out") == "timed out"
        both = f"{problems.TRIED_TOO_LONG} {problems.BROKE} timed out"
        assert problem_sentence(both) == "Yritetty 48 tuntia tuloksetta. Yhteys sähköpostipalvelimeen katkesi."
        assert server_said(both) == "timed out"
        assert "ei ota nyt viestejä" in problem_sentence(f"{problems.TROUBLE} it can't be reached")


def test_what_no_server_said_has_no_words_of_a_server(app: Flask) -> None:
    with app.app_context(), force_locale("fi"):
        assert server_said(problems.GONE) == ""
        assert problem_sentence("gave up") == "gave up"


def test_every_meaning_has_its_sentence(app: Flask) -> None:
    with app.app_context(), force_locale("fi"):
        answers = ["5.1.1", "5.2.2", "5.2.1", "5.3.4", "5.7.1", "5.4.1", "4.3.0", "5.6.0", "5.0.0"]
        assert {means(answer) for answer in answers} == set(Meaning)
        assert len({problem_sentence(answer) for answer in answers}) == len(Meaning)
