"""Sentences of forms, which are declared long before anybody reads them."""

from typing import cast

from flask_babel import lazy_gettext


def lazily(sentence: str) -> str:
    """The sentence in the language of whoever reads it, looked up when it is shown. Import it as ``_``."""
    return cast("str", lazy_gettext(sentence))
