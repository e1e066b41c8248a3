"""Tables as files that other programs open."""
