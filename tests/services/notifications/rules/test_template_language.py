"""The language of organisers' own words: what it says, what it refuses, and that it refuses in no other way."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.notifications.rules.template_language import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_TAGS,
    Problem,
    WrongTemplate,
    parse,
    to_line,
)
from services.notifications.rules.template_values import LONGEST_VALUE, tidied

KNOWN = {"name": False, "title": False, "place": False, "join_link": True}
PIECES = st.sampled_from(
    [
        "{{ name }}", "{{name}}", "{% if name %}", "{% if not place %}", "{% else %}", "{% endif %}", "{{", "}}", "{%",
        "%}", "{#", "#}", "{%- if", "{% raw %}", "{% endraw %}", "{{ name|upper }}", "{{ name.x }}", "{{ name() }}",
        "{% for a in name %}", "{% include 'x' %}", "{% set a = 1 %}", "{% elif name %}", "not ", "(", "9" * 400, "\n",
        "\\", "'", '"', "\0", "\ue100", "\ud800", "{{ self }}", "{{ missing }}", "ä", " ",
    ]
)  # fmt: skip


def problems(source: str) -> list[Problem]:
    with pytest.raises(WrongTemplate) as refused:
        parse(source, KNOWN)
    return refused.value.problems


@pytest.mark.parametrize(
    ("source", "values", "said"),
    [
        ("Hi {{ name }}!", {"name": "Anna"}, "Hi Anna!"),
        ("Hi{% if name %} {{ name }}{% endif %}.", {"name": ""}, "Hi."),
        ("{% if place %}In {{ place }}{% else %}Online{% endif %}", {}, "Online"),
        ("{% if place %}In {{ place }}{% else %}Online{% endif %}", {"place": "Oulu"}, "In Oulu"),
        ("{% if not place %}Online{% endif %}", {}, "Online"),
        ("{% if name %}a{% if place %}b{% endif %}c{% endif %}", {"name": "x"}, "ac"),
        ("{% if place %}In {{ place }}{% endif %}", {"place": " \u202e\x07 "}, ""),
        ("{# no comment #} 100 %", {}, "{# no comment #} 100 %"),
        ("{{ name }}", {"name": "{{ title }}{% if x %}", "title": "T"}, "{{ title }}{% if x %}"),
    ],
)
def test_text_says_what_its_values_make_of_it(source: str, values: dict[str, str], said: str) -> None:
    assert to_line(parse(source, KNOWN), values) == said


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("a\nb {{ nmae }}", "unknown_name", 2),
        ("{% if nobody %}a{% endif %}", "unknown_name", 1),
        ("a\n{% if name %}\nb\n{% if place %}c{% endif %}\n", "unclosed", 2),
        ("a\nb{% endif %}", "nothing_to_end", 2),
        ("a\n\n{{ name", "other_syntax", 3),
        ("{{ name|upper }}", "other_syntax", 1),
        ("{{ name.upper }}", "other_syntax", 1),
        ("{{ name() }}", "other_syntax", 1),
        ("{{ 7 * 7 }}", "other_syntax", 1),
        ("a\n{% for x in name %}{% endfor %}", "other_syntax", 2),
        ("{% include 'mail/letter.html' %}", "other_syntax", 1),
        ("{% set name = 1 %}", "other_syntax", 1),
        ("{% if name == 'x' %}a{% endif %}", "other_syntax", 1),
        ("{% if name %}a{% elif place %}b{% endif %}", "other_syntax", 1),
        ("{{ " + "9" * 4500 + " }}", "other_syntax", 1),
        ("{% if " + "not " * 1200 + "name %}{% endif %}", "other_syntax", 1),
        ("a\nb\x00", "odd_character", 2),
        ("\ue000own-page\ue001", "odd_character", 1),
        ("a" * (LONGEST_TEXT + 1), "too_long", 1),
        ("{{ name }}" * (MOST_TAGS + 1), "too_many", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(source: str, code: str, line: int) -> None:
    [first, *_rest] = problems(source)
    assert (first.code, first.line) == (code, line)


def test_every_unknown_name_is_told_with_the_one_that_was_meant() -> None:
    found = problems("{{ nmae }}\n{{ titel }}\n{{ zzz }}")
    assert [(one.what, one.close) for one in found] == [("nmae", "name"), ("titel", "title"), ("zzz", "")]


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200))
@example("{% if name %}" * 50 + "{% endif %}" * 50)
def test_no_text_does_anything_but_say_or_be_refused(source: str) -> None:
    try:
        body = parse(source, KNOWN)
    except WrongTemplate:
        return
    assert len(to_line(body, {"name": "x" * 10_000, "place": "\n"})) <= LONGEST_LINE


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_subject_is_one_line_whatever_the_values(name: str, title: str) -> None:
    said = to_line(parse("{{ name }}\n{{ title }}", KNOWN), {"name": name, "title": title})
    assert said == " ".join(said.split())
    assert not {"\r", "\n", "\0", "\x1b", "\u2028", "\ue000", "\u202e"} & set(said)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("a\n\r\x0b\x85\u2028\u202e\ue000\t\x1b "), max_size=100))
def test_value_holds_nothing_that_cannot_be_seen(value: str) -> None:
    assert set(tidied(value)) <= {"a", "\n", " "}


def test_value_has_an_end() -> None:
    assert len(tidied("x" * 10_000)) == LONGEST_VALUE
