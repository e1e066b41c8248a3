"""Organisers' own words in both halves of a mail; what somebody is called never becomes more than that."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.rules.template_language import LONGEST_TEXT, WrongTemplate
from services.notifications.rules.template_markdown import TAGS, read, to_html, to_text

KNOWN = {"name": False, "place": False, "join_link": True}
LINK = "https://meet.example.org/nepsy?a=1&b=2"
HOSTILE = [
    "<b>Anna</b>", "[x](javascript:alert(1))", "[x](https://evil.example)", "*Anna*", "__Anna__", "# Anna", "- Anna",
    "> Anna", "<script>hostile()</script>", '" onclick="hostile()', "&lt;b&gt;", "<https://evil.example>", "![x](y)",
    "1. Anna", "\\*", "{{ place }}", "\ue100place\ue101", "\ue000own-page\ue001", "&#xe000;own-page&#xe001;", "---",
]  # fmt: skip
PIECES = st.sampled_from(
    [
        *HOSTILE, "{{ name }}", "{{ join_link }}", "[a]({{ join_link }})", "[a]({{ name }})", "{% if name %}", "](",
        ")", "{% endif %}", "[", "**", "\n", "\n\n", "- ", "<a href='x'>", "&#xE100;join_link&#xE101;", "\n    code",
        "[a](https://x/%EE%84%80name%EE%84%81)", "&#xE100;gone&#xE101;", "`", "|a|\n|-|\n", "\n===\n", "[a]: https://x\n",
    ]
)  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML as a mail program does: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def both(source: str, **values: str) -> tuple[str, str]:
    body = read(source, KNOWN)
    return to_html(body, values, KNOWN).strip(), to_text(body, values, KNOWN)


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("Hei **{{ name }}**", "<p>Hei <strong>Anna</strong></p>", "Hei Anna"),
        ("a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>", "a\nb\n\nc"),
        ("# Ohjelma", "<h2>Ohjelma</h2>", "Ohjelma"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', "3. a\n4. b"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>", "- a\n  - b"),
        ("> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>", "> a\n> b"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>", "a\n\n* * *\n\nb"),
        ("[*sali*](https://x.example/)", '<p><a href="https://x.example/"><em>sali</em></a></p>', "sali: https://x.example/"),
        ("<a@example.org>", '<p><a href="mailto:a@example.org">a@example.org</a></p>', "a@example.org"),
        ("    a", "<p>a</p>", "a"),
        ("a\n===", "<p>a<br>\n===</p>", "a\n==="),
        ("a &amp; <b>b</b>", "<p>a &amp;amp; &lt;b&gt;b&lt;/b&gt;</p>", "a &amp; <b>b</b>"),
    ],
)  # fmt: skip
def test_markdown_reads_well_in_both_halves(source: str, html: str, text: str) -> None:
    assert both(source, name="Anna") == (html, text)


def test_address_can_be_followed_wherever_it_stands() -> None:
    html, text = both("Tule: {{ join_link }} tai [tästä]({{ join_link }}).", join_link=LINK)
    assert [tag for tag in Reader(html).tags if tag[0] == "a"] == [("a", {"href": LINK})] * 2
    assert text == f"Tule: {LINK} tai tästä: {LINK}."


@pytest.mark.parametrize("value", ["", "javascript:alert(1)", "//evil.example", "/own/x", "https://a b", 'https://x"y'])
def test_address_that_is_none_leads_nowhere(value: str) -> None:
    html, _text = both("[tästä]({{ join_link }}) {{ join_link }}", join_link=value)
    assert [attributes for tag, attributes in Reader(html).tags if tag == "a"] == [{}]


def test_lines_of_a_value_stay_below_each_other() -> None:
    assert both("{{ name }}", name="a\r\n\u2028b") == ("<p>a<br>\n<br>\nb</p>", "a\n\nb")


@pytest.mark.parametrize(
    "source", ["[a]({{ name }})", "x\n[a](https://x.example/{{ name }})", "<https://x.example/{{ name }}>"]
)
def test_link_to_what_is_no_address_is_refused(source: str) -> None:
    with pytest.raises(WrongTemplate) as refused:
        read(source, KNOWN)
    [problem] = refused.value.problems
    assert (problem.code, problem.what, problem.line) == ("not_an_address", "name", source.count("\n") + 1)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "source", ["{{ name }}", "**{{ name }}**, hei", "- {{ name }}", "# {{ name }}", "[{{ name }}](https://x.example)"]
)
def test_name_stays_a_name(source: str, value: str) -> None:
    html, text = both(source, name=value)
    plain_html, _text = both(source, name="Anna")
    shown = value.translate({0xE000: None, 0xE001: None, 0xE100: None, 0xE101: None})
    assert Reader(html).tags == Reader(plain_html).tags
    assert shown in Reader(html).text
    assert shown in text


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(HOSTILE) | st.text(max_size=60))
def test_no_mixture_becomes_more_than_words(source: str, value: str) -> None:
    try:
        body = read(source, KNOWN)
    except WrongTemplate:
        return
    values = {"name": value, "join_link": value, "place": "Oulu"}
    html, text = to_html(body, values, KNOWN), to_text(body, values, KNOWN)
    for tag, attributes in Reader(html).tags:
        assert tag in TAGS
        assert set(attributes) <= {"href", "start"}
        assert str(attributes.get("href", "https:")).startswith(("https:", "http:", "mailto:", "tel:"))
    assert not {"\ue000", "\ue001", "\ue100", "\ue101", "\0"} & set(html + text)


@pytest.mark.parametrize("piece", ["*a ", "[", "> ", "[a](", "<a@b", "- ", "{{ name }}*_", "![[", "\\", "***", "1. "])
def test_longest_text_has_a_bound(piece: str) -> None:
    body = read((piece * LONGEST_TEXT)[: 90 * len(piece)], KNOWN)
    assert len(to_html(body, {"name": "x" * 9_000}, KNOWN)) < 500_000
