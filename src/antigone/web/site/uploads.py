"""Uploads larger than any data set are read to their end, and not kept."""

from __future__ import annotations

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MAX_UPLOAD_BYTES = 64 * 1024 * 1024


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most MAX_UPLOAD_BYTES on the disk, whatever is sent.

    The rest is read and dropped, so the sender sees a page that says what is wrong instead of a
    broken connection. The uploaded file states its true size: a form refuses what is larger.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write the part of a chunk that lies within the limit."""
        if start < MAX_UPLOAD_BYTES:
            self.file.write(raw_data[: MAX_UPLOAD_BYTES - start])
        return None
