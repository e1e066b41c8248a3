"""Reads iCalendar strictly, line by line, and notes what a lenient reader would forgive (RFC 5545 3.1-3.4)."""

import re
from dataclasses import dataclass, field

_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)*):(?P<value>.*)'
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)')
_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_TEXT = re.compile(r"(?:\\[\\;,nN]|[^\\;,])*")
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "NAME", "X-WR-CALNAME", "UID"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass
class Violations:
    """What was found so far, as `rule: what`."""

    said: list[str] = field(default_factory=list)

    def unless(self, holds: bool, rule: str, what: str) -> None:
        if not holds:
            self.said.append(f"{rule}: {what}")


@dataclass(frozen=True)
class Line:
    """One property as written."""

    name: str
    parameters: dict[str, list[str]]
    value: str
    raw: str

    @property
    def text(self) -> str:
        return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], self.value)


@dataclass
class Component:
    """A component: its lines and the components in it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def named(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def values(self, name: str) -> list[str]:
        return [line.value for line in self.named(name)]

    def value(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def text(self, name: str) -> str:
        return next((line.text for line in self.named(name)), "")

    def raw(self, name: str) -> list[str]:
        return sorted(line.raw for line in self.named(name))

    def children_named(self, name: str) -> list["Component"]:
        return [child for child in self.children if child.name == name]


def read(content: bytes, found: Violations) -> Component | None:
    """The VCALENDAR in the content, or None when there is not exactly one that can be read; notes rules S and C01."""
    _check_bytes(content, found)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    root = Component("")
    open_components = [root]
    for written in re.sub(r"\r\n[ \t]", "", text).split("\r\n"):
        line = _line(written, found)
        if line is None:
            continue
        if line.name == "BEGIN":
            child = Component(line.value.upper())
            open_components[-1].children.append(child)
            open_components.append(child)
        elif line.name == "END":
            closed = open_components.pop() if len(open_components) > 1 else root
            found.unless(
                closed.name == line.value.upper(), "S04", f"END:{line.value} closes {closed.name or 'nothing'}"
            )
        else:
            open_components[-1].lines.append(line)
    whole = len(open_components) == 1 and [child.name for child in root.children] == ["VCALENDAR"] and not root.lines
    found.unless(whole, "S04", "not one whole VCALENDAR")
    if not root.children:
        return None
    _check_calendar(root.children[0], found)
    return root.children[0]


def _check_bytes(content: bytes, found: Violations) -> None:
    found.unless(content.endswith(b"\r\n"), "S01", "the last line does not end in CRLF")
    found.unless(not re.search(rb"(?<!\r)\n|\r(?!\n)", content), "S01", "a bare LF or CR")
    found.unless(not content.startswith(b"\xef\xbb\xbf"), "S03", "a BOM")
    for row in content.removesuffix(b"\r\n").split(b"\r\n"):
        found.unless(bool(row), "S03", "an empty line")
        found.unless(len(row) <= 75, "S02", f"a line of {len(row)} octets")
        try:
            row.decode()
        except UnicodeDecodeError:
            found.unless(False, "S02", "a line folded inside a character, or not UTF-8")
    found.unless(not _CONTROL.search(content.decode(errors="replace")), "S03", "a control character")


def _line(written: str, found: Violations) -> Line | None:
    if not written:
        return None
    match = _LINE.fullmatch(written)
    if match is None:
        found.unless(False, "S08" if '"' in written else "S04", f"not a content line: {written[:60]!r}")
        return None
    name = match["name"].upper()
    parameters = {
        key.upper(): [quoted or plain for quoted, plain in _VALUE.findall(values)]
        for key, values in _PARAMETER.findall(match["parameters"])
    }
    found.unless(not {"CHARSET", "ENCODING"} & set(parameters), "S10", f"vCalendar 1.0 parameters on {name}")
    if name in _TEXTS:
        found.unless(bool(_TEXT.fullmatch(match["value"])), "S07", f"{name} is not escaped as TEXT")
    return Line(name, parameters, match["value"], written)


def _check_calendar(root: Component, found: Violations) -> None:
    found.unless(root.values("VERSION") == ["2.0"], "S05", "VERSION:2.0 does not stand once")
    found.unless(len(root.values("PRODID")) == 1, "S05", "PRODID does not stand once")
    found.unless(root.values("CALSCALE") in ([], ["GREGORIAN"]), "S05", "another CALSCALE")
    found.unless(len(root.values("METHOD")) <= 1, "C01", "METHOD stands more than once")
