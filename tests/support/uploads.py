"""Forms with a file, as a browser sends them; kept in memory, where the test client would leave open files behind."""

import io
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart


def with_file(fields: Mapping[str, Any], name: str, content: bytes, field: str = "file") -> dict[str, Any]:
    """What `client.post(address, **with_file(…))` takes: the fields, and the file in that field."""
    parts: MultiDict[str, Any] = MultiDict(fields)
    parts.add(field, FileStorage(io.BytesIO(content), name))
    body, _length, boundary = stream_encode_multipart(parts, use_tempfile=False)
    return {"data": body.read(), "content_type": f"multipart/form-data; boundary={boundary}"}
