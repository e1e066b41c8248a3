"""Values as they may land in a mail."""

import re
import unicodedata

LONGEST_VALUE = 4000
#: what turns the direction of the text after it
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def tidied(value: str) -> str:
    """A value as it may land in a mail: nothing that can't be seen, but for the ends of its lines."""
    seen = "\n".join(line.rstrip() for line in _TURNING.sub("", value).splitlines())
    kept = "".join(sign for sign in seen if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Co", "Cs"))
    kept = kept.strip()
    return kept if len(kept) <= LONGEST_VALUE else kept[: LONGEST_VALUE - 1] + "…"
