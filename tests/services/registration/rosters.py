"""People of a roster, one by one."""

from services.registration.rules.roster import Entry, Roster


def entries(roster: Roster) -> list[Entry]:
    """As they are written, in their order."""
    return [Entry(row.name, row.email, row.unit) for row in roster]
