"""Sending texts packed, in the way that makes them shortest among those that the asker takes (RFC 9110, 8.4 and
12.5.3)."""

import gzip
from collections.abc import Callable
from typing import Literal

import brotli
from flask import request

Coding = Literal["br", "gzip"]

#: by coding: what is packed once and sent for days, and what is packed while somebody waits
_PACKERS: dict[Coding, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "br": (lambda text: brotli.compress(text, quality=9), lambda text: brotli.compress(text, quality=5)),
    "gzip": (lambda text: gzip.compress(text, 9), lambda text: gzip.compress(text, 6)),
}


def coding_taken() -> Coding | None:
    """The shortest of those that the asker takes; None: as it is."""
    return next((one for one in _PACKERS if request.accept_encodings.quality(one) > 0), None)


def packed(text: bytes, coding: Coding, *, for_long: bool = False) -> bytes:
    """The text in that coding; ``for_long``: it is worth taking ten times as long over."""
    thoroughly, quickly = _PACKERS[coding]
    return thoroughly(text) if for_long else quickly(text)
