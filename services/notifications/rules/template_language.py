"""The language of organisers' own words: text with ``{{ placeholder }}`` and ``{% if placeholder %}``, nothing else.

Jinja2's parser reads it, and of what that can read only these are let through: no filter, call, attribute or loop. So a
text always comes to an end, and reaches nothing but the values that it is given.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from services.notifications.rules.template_values import tidied

LONGEST_SUBJECT = 150
LONGEST_TEXT = 5000
#: placeholders and conditions in one text
MOST_TAGS = 100
#: of a subject with its values
LONGEST_LINE = 300

Code = Literal[
    "too_long", "too_many", "odd_character", "unknown_name", "unclosed", "nothing_to_end", "other_syntax",
    "not_an_address",
]  # fmt: skip
#: what may be put into a text: the name, and whether its value is a web address
Vocabulary = Mapping[str, bool]
Values = Mapping[str, str]

# a comment would hide what stands in it; its sign is one that no text may hold
_reader = Environment(  # noqa: S701 - nothing is rendered by it
    trim_blocks=True, lstrip_blocks=True, comment_start_string="\ue1f0", comment_end_string="\ue1f1"
)
_TAG = re.compile(r"\{[{%]")
_BLOCK = re.compile(r"\{%[-+]?\s*(if|endif)\b")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text; lines are counted from 1. ``close`` is the name that was probably meant."""

    code: Code
    line: int
    what: str = ""
    close: str = ""


class WrongTemplate(Exception):
    """The text can't be used; every problem is named."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{problem.code} in line {problem.line}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Where a value goes."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One text when the value says something (or, negated, when it doesn't), another otherwise."""

    name: str
    is_negated: bool
    then: "Body"
    otherwise: "Body"


Body = tuple[str | Placeholder | Choice, ...]


def parse(source: str, vocabulary: Vocabulary, longest: int = LONGEST_TEXT) -> Body:
    """What a text is made of. Raises WrongTemplate, and nothing else."""
    _check_size(source, longest)
    try:
        tree = Parser(_reader, source).parse()
    except TemplateSyntaxError as wrong:
        raise WrongTemplate([_unread(source, wrong.lineno)]) from wrong
    except (RecursionError, ValueError) as wrong:
        # nested without an end; a number of thousands of digits
        raise WrongTemplate([Problem("other_syntax", 1)]) from wrong
    problems: list[Problem] = []
    body = _body(tree.body, vocabulary, problems)
    if problems:
        raise WrongTemplate(problems)
    return body


def filled(body: Body, values: Values, put: Callable[[str], str]) -> str:
    """The text with what ``put`` makes of each placeholder's name in its place."""
    said = []
    for part in body:
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Placeholder):
            said.append(put(part.name))
        else:
            holds = bool(tidied(values.get(part.name, ""))) is not part.is_negated
            said.append(filled(part.then if holds else part.otherwise, values, put))
    return "".join(said)


def everything(body: Body, put: Callable[[str], str]) -> str:
    """The text with all that it could say, whatever the values."""
    return "".join(
        part
        if isinstance(part, str)
        else put(part.name)
        if isinstance(part, Placeholder)
        else everything(part.then, put) + everything(part.otherwise, put)
        for part in body
    )


def names(body: Body) -> set[str]:
    """The placeholders whose values the text depends on."""
    found: set[str] = set()
    for part in body:
        if isinstance(part, Placeholder):
            found.add(part.name)
        elif isinstance(part, Choice):
            found |= {part.name} | names(part.then) | names(part.otherwise)
    return found


def to_line(body: Body, values: Values) -> str:
    """The text as a subject: one line without control characters, at most LONGEST_LINE characters."""
    said = filled(body, values, lambda name: tidied(values.get(name, "")))
    return " ".join(tidied(said).split())[:LONGEST_LINE].rstrip()


def _check_size(source: str, longest: int) -> None:
    if len(source) > longest:
        raise WrongTemplate([Problem("too_long", 1, str(longest))])
    if len(_TAG.findall(source)) > MOST_TAGS:
        raise WrongTemplate([Problem("too_many", 1, str(MOST_TAGS))])
    for at, sign in enumerate(source):
        if sign not in "\n\r\t" and unicodedata.category(sign) in ("Cc", "Co", "Cs"):
            raise WrongTemplate([Problem("odd_character", _line_of(source, at), f"U+{ord(sign):04X}")])


def _body(read: list[nodes.Node], vocabulary: Vocabulary, problems: list[Problem]) -> Body:
    parts: list[str | Placeholder | Choice] = []
    for node in read:
        if isinstance(node, nodes.Output):
            parts += _body(list(node.nodes), vocabulary, problems)
        elif isinstance(node, nodes.TemplateData):
            parts.append(node.data)
        elif isinstance(node, nodes.Name):
            parts.append(Placeholder(_known(node, vocabulary, problems)))
        elif isinstance(node, nodes.If) and not node.elif_:
            parts.append(_choice(node, vocabulary, problems))
        else:
            problems.append(Problem("other_syntax", node.lineno))
    return tuple(parts)


def _choice(node: nodes.If, vocabulary: Vocabulary, problems: list[Problem]) -> Choice:
    negated = isinstance(node.test, nodes.Not)
    tested = node.test.node if isinstance(node.test, nodes.Not) else node.test
    name = ""
    if isinstance(tested, nodes.Name):
        name = _known(tested, vocabulary, problems)
    else:
        problems.append(Problem("other_syntax", node.lineno))
    return Choice(name, negated, _body(node.body, vocabulary, problems), _body(list(node.else_), vocabulary, problems))


def _known(node: nodes.Name, vocabulary: Vocabulary, problems: list[Problem]) -> str:
    if node.name not in vocabulary:
        close = get_close_matches(node.name, vocabulary, 1)
        problems.append(Problem("unknown_name", node.lineno, node.name[:40], close[0] if close else ""))
    return node.name


def _unread(source: str, line: int) -> Problem:
    """What the parser stumbled over, in a text whose conditions open and end as they may."""
    open_ones: list[int] = []
    for found in _BLOCK.finditer(source):
        if found[1] == "if":
            open_ones.append(found.start())
        elif not open_ones:
            return Problem("nothing_to_end", _line_of(source, found.start()))
        else:
            open_ones.pop()
    if open_ones:
        return Problem("unclosed", _line_of(source, open_ones[-1]))
    return Problem("other_syntax", line)


def _line_of(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1
