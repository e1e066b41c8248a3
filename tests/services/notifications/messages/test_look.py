"""Mails about a series have the look of who organises it."""

import pytest

from shared.rules import colours
from tests.support.deliveries import Office


@pytest.mark.parametrize("own", ["#4b3c97", None])
def test_mails_have_the_colour_of_the_organiser(office: Office, own: str | None) -> None:
    organiser = office.given.organisation("Sospro Oy", colour=own)
    series = office.given.series(organiser)
    offering = office.given.offering(series, [office.given.session(series)])
    office.register(offering, "kaisa@example.org")
    [mail] = [one for one in office.deliver() if one.recipient == "kaisa@example.org"]
    part = mail.parsed.get_body(("html",))
    assert part is not None
    html = part.get_content()
    look = colours.shades(own) if own else colours.OURS
    assert f'bgcolor="{look.light}"' in html
    assert f"color: {look.dark} !important" in html
    # the sender's name in it, under a band
    assert ('class="sender-own"' in html) == bool(own)
    assert (colours.OURS.light in html) != bool(own)
    # nothing is fetched when it is read
    assert "<img" not in html
