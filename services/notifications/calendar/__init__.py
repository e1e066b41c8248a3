"""iCalendar and the mail that carries it: invitations, feeds, replies. Pure code: time comes in as a value."""
