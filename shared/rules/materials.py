"""Materials of a session: what they are for, who may see them, and from when."""

from datetime import datetime, timedelta

KINDS = ("before", "after", "recording")
#: everybody who opens the session's page; those with a place, and presenters; the series' organisers
AUDIENCES = ("everybody", "participants", "organisers")
#: at once, from the session's start or end, or from an instant
SINCE = ("now", "start", "end", "moment")
CAPTIONS = ("missing", "there", "exempt")
#: a recording that is shown has its captions within this time (the Finnish act on digital services, 306/2019)
CAPTIONS_WITHIN = timedelta(days=14)
FILE_NAME_LENGTH = 200
#: the largest file
FILE_BYTES = 15 * 1024 * 1024
FILE_MEGABYTES = 15
#: extension -> media type; nothing else is taken, and none of these is ever shown within a page
FILE_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
}


def comes_at(since: str, visible_from: datetime | None, starts_at: datetime, ends_at: datetime) -> datetime | None:
    """From when it is seen; None: at once."""
    return {"now": None, "start": starts_at, "end": ends_at, "moment": visible_from}[since]


def captions_due(shared_at: datetime, comes: datetime | None) -> datetime:
    """By when a recording has its captions. ``shared_at``: since when others than organisers may see it."""
    return max(shared_at, comes or shared_at) + CAPTIONS_WITHIN
