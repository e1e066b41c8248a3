"""An organiser's own words are kept version by version, and two who write at once lose nothing."""

from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from services.notifications.actions.own_words import ChangedMeanwhile, save, use_again
from services.notifications.app import create_app
from services.notifications.queries.own_words import Which, Words, names_of, of_series, versions
from services.notifications.rules import kinds
from shared.database import Database
from shared.errors import NotThere, Refusal
from shared.schema.journal import JournalLine
from shared.settings import Settings
from shared.web.current import EXTENSION
from shared.web.validation import InvalidInput
from tests.support.database import OpenDatabase
from tests.support.factories import Given

KIND = kinds.REGISTRATION_CONFIRMED
Keep = Callable[..., int]
UNCLOSED = "Line 2: the condition that begins here has no end. Put {% endif %} where it ends."


@pytest.fixture
def own(database: OpenDatabase) -> Database:
    return database("notifications")


@pytest.fixture
def which(given: Given) -> Which:
    return Which(given.series(), KIND, "fi")


@pytest.fixture
def keep(own: Database, which: Which, settings: Settings) -> Iterator[Keep]:
    app = create_app(settings)

    def said(subject: str, text: str, base: int | None = None, actor: str = "key:1") -> int:
        with app.test_request_context(), force_locale("en"), own.writing() as db:
            return save(db, actor, which, Words(subject, text), base)

    with closing(app.extensions[EXTENSION].database):
        yield said


def kept(own: Database, which: Which) -> list[tuple[int, str, str]]:
    with own.reading() as db:
        return [(one.version, one.words.subject, one.words.text) for one in versions(db, which)]


def lines(own: Database) -> list[dict[str, object]]:
    with own.reading() as db:
        kind = JournalLine.kind == "template.changed"
        return list(db.scalars(select(JournalLine.detail).where(kind).order_by(JournalLine.id)))


def test_each_change_is_a_version_with_its_journal_line(own: Database, which: Which, keep: Keep) -> None:
    assert [keep("A", "a", 0), keep("B", "b", 1), keep("B", "b", 2), keep("", "", 2)] == [1, 2, 2, 3]
    assert kept(own, which) == [(3, "", ""), (2, "B", "b"), (1, "A", "a")]
    about = {"kind": KIND, "language": "fi"}
    assert lines(own) == [{**about, "version": number} for number in (1, 2, 3)]
    with own.reading() as db:
        assert of_series(db, which.series_id) == {}


def test_going_back_to_what_stands_is_no_change(own: Database, which: Which, keep: Keep) -> None:
    assert keep("", "") == 0
    assert (kept(own, which), lines(own)) == ([], [])


def test_words_in_use_are_the_newest_of_each_kind_and_language(own: Database, which: Which, keep: Keep) -> None:
    keep("A", "a")
    keep("B", "b")
    with own.writing() as db:
        save(db, "key:1", Which(which.series_id, KIND, "sv"), Words("C", ""))
    with own.reading() as db:
        assert of_series(db, which.series_id) == {(KIND, "fi"): Words("B", "b"), (KIND, "sv"): Words("C", "")}


def test_earlier_version_is_used_again(own: Database, which: Which, keep: Keep) -> None:
    keep("A", "a")
    keep("B", "b")
    with own.writing() as db:
        assert use_again(db, "key:1", which, 1) == 3
    assert kept(own, which)[0] == (3, "A", "a")
    with pytest.raises(NotThere), own.writing() as db:
        use_again(db, "key:1", which, 9)


def test_two_who_began_from_the_same_version_lose_nothing(own: Database, which: Which, keep: Keep) -> None:
    keep("A", "a", 0)
    keep("B", "b", 1)
    with pytest.raises(ChangedMeanwhile) as refused:
        keep("C", "c", 1)
    assert refused.value.theirs.words == Words("B", "b")
    assert kept(own, which)[0] == (2, "B", "b")
    assert keep("C", "c", 2) == 3


def test_of_two_first_ones_at_once_each_gets_a_version_or_an_answer(own: Database, which: Which, keep: Keep) -> None:
    together, outcomes = Barrier(2), list[object]()

    def write(word: str) -> None:
        together.wait()
        try:
            outcomes.append(keep(word, "", 0))
        except Refusal as refused:
            outcomes.append(refused.code)

    writers = [Thread(target=write, args=(word,)) for word in "AB"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(map(str, outcomes)) == ["1", "changed_meanwhile"]
    assert len(kept(own, which)) == 1


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [
        ("{{ nmae }}", "a", {"subject": "Line 1: there is no placeholder {{ nmae }}. Did you mean {{ name }}?"}),
        ("a", "b\n{% if name %}", {"text": UNCLOSED}),
        ("a" * 151, "b" * 5001, {"subject": "At most 150 characters.", "text": "At most 5000 characters."}),
        ("a", "[x]({{ name }})", {"text": "Line 1: {{ name }} is not a web address, so a link can't lead there."}),
    ],
)  # fmt: skip
def test_words_that_cannot_be_used_are_refused_in_words(
    own: Database, which: Which, keep: Keep, subject: str, text: str, said: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(subject, text)
    assert {problem.field: problem.sentence for problem in refused.value.problems} == said
    assert kept(own, which) == []


def test_versions_say_who_wrote_them(own: Database, given: Given) -> None:
    account = given.account("otto@example.org", name="Otto")
    nameless = given.account("a@example.org")
    given.api_key("organiser")
    with own.reading() as db:
        found = names_of(db, [f"account:{account}", f"account:{nameless}", f"account:{UUID(int=1)}", "system"])
    assert found == {f"account:{account}": "Otto", f"account:{nameless}": "a@example.org"}
