"""Sentences of forms, which are declared long before anybody reads them."""

from shared.web.lazily import lazily

__all__ = ["lazily"]
