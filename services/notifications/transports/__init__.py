"""Ways for mail to leave: a folder on this machine, or a mail server."""
