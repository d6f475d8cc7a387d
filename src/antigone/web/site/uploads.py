"""Uploads larger than any data set are read to their end, and not kept; on the disk none lies plain."""

from __future__ import annotations

import io
import secrets
import tempfile
from typing import IO, Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MAX_UPLOAD_BYTES = 64 * 1024 * 1024
_BLOCK = 16


class SealedFile(io.RawIOBase):
    """A file without a name on the disk, under a key that is in memory alone and dies with it.

    AES in counter mode, so that it can be read from anywhere: it is written once, from its beginning.
    What is left of it on the disk after a crash says nothing. That nobody alters it meanwhile is not
    its matter: what is kept is sealed anew, and checked.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._key, self._start = secrets.token_bytes(32), secrets.randbits(96) << 32
        self._at = 0

    def _xor(self, content: bytes, at: int) -> bytes:
        counter = (self._start + at // _BLOCK) % (1 << 128)
        cipher = Cipher(algorithms.AES(self._key), modes.CTR(counter.to_bytes(_BLOCK)))
        skipped = at % _BLOCK
        return cipher.encryptor().update(bytes(skipped) + content)[skipped:]

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - whatever has bytes
        """Write on at the place."""
        plain = bytes(content)
        self._file.seek(self._at)
        self._file.write(self._xor(plain, self._at))
        self._at += len(plain)
        return len(plain)

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - whatever takes bytes
        """Read on from the place."""
        self._file.seek(self._at)
        plain = self._xor(self._file.read(len(buffer)), self._at)
        buffer[: len(plain)] = plain
        self._at += len(plain)
        return len(plain)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        self._file.seek(self._at)
        self._at = self._file.seek(offset, whence)
        return self._at

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Give the disk back what it took."""
        self._file.close()
        super().close()


class LimitedUploadHandler(FileUploadHandler):
    """Keeps at most MAX_UPLOAD_BYTES on the disk, whatever is sent, and nothing of it plain.

    The rest is read and dropped, so the sender sees a page that says what is wrong instead of a
    broken connection. The uploaded file states its true size: a form refuses what is larger.
    """

    file: SealedFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django's
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.file = SealedFile()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write the part of a chunk that lies within the limit."""
        if start < MAX_UPLOAD_BYTES:
            self.file.write(raw_data[: MAX_UPLOAD_BYTES - start])
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The whole file, to be read from its beginning."""
        self.file.seek(0)
        return UploadedFile(
            cast("IO[bytes]", self.file),
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """The sender is gone: what came is given up."""
        if hasattr(self, "file"):
            self.file.close()
