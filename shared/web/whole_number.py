"""The field for whole numbers, with its limits and its words."""

import re
from typing import Any

from flask_babel import gettext as _
from wtforms import IntegerField


class WholeNumberField(IntegerField):
    """A whole number, or nothing, between two limits."""

    def __init__(self, label: Any, least: int, most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what is accepted."""
        said = valuelist[0].strip() if valuelist else ""
        if not said:
            self.data = None
            return
        if not re.fullmatch(r"[0-9]{1,9}", said) or not self.least <= int(said) <= self.most:
            self.data = None
            raise ValueError(_("A whole number between %(least)s and %(most)s.", least=self.least, most=self.most))
        self.data = int(said)
