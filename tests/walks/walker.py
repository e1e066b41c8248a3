"""Somebody who has a keyboard and no mouse: who tabs to what they want, sees where they are, and types."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.support.looks import PICTURES, fits, readable

#: a page on which something lies further away than this has no way to it for whoever can't point
MOST_TABS = 250
_HAS_FOCUS = "one => one === document.activeElement"
#: the ring may be drawn round the control or round its label
_RING = """one => [one, ...(one.labels ?? []), one.parentElement].map(part => {
    const style = getComputedStyle(part);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor].join();
}).join()"""


@dataclass
class Effort:
    """What somebody did so far."""

    pages: int = 0
    fields: int = 0
    #: typed into fields
    characters: int = 0
    tabs: int = 0


@dataclass(frozen=True)
class Walker:
    """On one page of one visitor. Places are named by selectors, which are the same in every language."""

    page: Page
    address: str
    effort: Effort = field(default_factory=Effort)

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.look()

    def look(self) -> None:
        """Whatever came fits; where every look is taken it is readable by everybody, which other tests see to."""
        self.effort.pages += 1
        (readable if PICTURES else fits)(self.page)

    def reach(self, place: str) -> Locator:
        """Tab until it has the focus, which can be seen."""
        target = self.page.locator(place).locator("visible=true").first
        target.wait_for()
        is_there, before = target.evaluate(_HAS_FOCUS), target.evaluate(_RING)
        for _tab in range(MOST_TABS):
            if target.evaluate(_HAS_FOCUS):
                break
            self.page.keyboard.press("Tab")
            self.effort.tabs += 1
        else:
            raise AssertionError(f"{place} is not reached by keyboard on {self.page.url}")
        assert is_there or target.evaluate(_RING) != before, (
            f"nobody sees that {place} has the focus on {self.page.url}"
        )
        return target

    def follow(self, place: str) -> None:
        """Go where a link or a button leads, and look round there."""
        self.reach(place)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def type(self, place: str, text: str) -> None:
        """Write into a field instead of what stands there."""
        self.reach(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self._filled(text)

    def open(self, place: str) -> None:
        """Unfold what is folded."""
        if not self.page.locator(place).first.evaluate("one => one.parentElement.open"):
            self.reach(place)
            self.page.keyboard.press("Enter")
            self.effort.characters += 1

    def day(self, place: str, day: str) -> None:
        """Write a day, given as 2090-01-31, as this browser orders it."""
        target = self.reach(place)
        year, month, of_month = day.split("-")
        for digits in (month + of_month + year, of_month + month + year, year + month + of_month):
            self.page.keyboard.type(digits)
            if target.input_value() == day:
                return self._filled(digits)
            target.press("Shift+Tab")
            self.reach(place)
        raise AssertionError(f"{day} can't be typed into {place}")

    def clock(self, place: str, time: str) -> None:
        """Write a time of day, given as 14:00, as this browser counts hours: some by twelves."""
        target = self.reach(place)
        hour, minute = (int(part) for part in time.split(":"))
        for digits in (f"{hour % 12 or 12:02}{minute:02}{'ap'[hour >= 12]}", f"{hour:02}{minute:02}"):
            self.page.keyboard.type(digits)
            if target.input_value() == time:
                return self._filled(digits)
            target.press("Shift+Tab")
            self.reach(place)
        raise AssertionError(f"{time} can't be typed into {place}")

    def send(self) -> None:
        """Send the form from the field that one is in, and look round where that leads."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def choose(self, place: str, value: str) -> None:
        """Choose from a list by its arrows."""
        target = self.reach(place)
        self.page.keyboard.press("Home")
        for _option in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not among {place}")

    def tick(self, place: str) -> None:
        """Tick a box, or choose the one of a group that has the focus."""
        target = self.reach(place)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def untick(self, place: str) -> None:
        """Take a box's tick away."""
        target = self.reach(place)
        if target.is_checked():
            self.page.keyboard.press("Space")
        self.effort.fields += 1
        assert not target.is_checked()

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.get_by_role("main").inner_text()

    def _filled(self, text: str) -> None:
        self.effort.fields += 1
        self.effort.characters += len(text)
