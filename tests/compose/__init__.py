"""Proves that the containers do the main job through their one address. ``make prove-compose`` calls it."""
