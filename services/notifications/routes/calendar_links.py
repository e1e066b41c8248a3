"""How each calendar is led to a feed: the same address under other schemes, or the page on which it adds one."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from shared.web.current import service_url

GOOGLE = "https://calendar.google.com/calendar/r"
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb"
MICROSOFT_365 = "https://outlook.office.com/calendar/0/addfromweb"


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """Addresses that subscribe to one feed."""

    #: the feed itself, to copy and to download
    address: str
    #: Apple's calendars, Thunderbird, and Outlook on a computer
    webcal: str
    google: str
    outlook: str
    microsoft_365: str


def calendar_links(path: str, name: str) -> CalendarLinks:
    """Of one of our feeds, by its path; ``name`` is what Outlook calls the calendar."""
    address = service_url("notifications", path)
    webcal = f"webcal://{address.partition('://')[2]}"
    asked = urlencode({"url": address, "name": name}, quote_via=quote)
    return CalendarLinks(
        address=address,
        webcal=webcal,
        google=f"{GOOGLE}?{urlencode({'cid': webcal})}",
        outlook=f"{OUTLOOK}?{asked}",
        microsoft_365=f"{MICROSOFT_365}?{asked}",
    )
