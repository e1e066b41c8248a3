"""The catalogue: what is on offer, by whom, and who may manage it."""
