"""The container of a workbook: a ZIP archive, looked at before any of it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

from antigone.formats.limits import refuse_size
from antigone.formats.problems import FormatError, refusal, shown
from antigone.words import said

MOST_PARTS = 5_000
MOST_UNPACKED_BYTES = 1024**3
MOST_TIMES = 200
"""A part may unpack to so many times its size; real sheets reach about forty."""

SMALL_BYTES = 1024 * 1024
"""A part that unpacks to no more than this may be packed as tightly as it likes."""

MOST_DIRECTORY_BYTES = 2 * 1024 * 1024
"""Size of the archive's directory: it is held in memory whole."""

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on archives that are broken or that it does not know."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _END_BYTES = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20
_COMMENT_BYTES = 65_536
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_package(data: bytes) -> bool:
    """Whether the bytes are an archive, or the kind of file that old and locked workbooks are."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


class Package:
    """The parts of a workbook by name.

    Raises:
        FormatError: the file is no archive, is locked, or would unpack to more than is allowed.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        refuse_size(len(data), file)
        if data.startswith(_OLE):
            raise refusal(file, "", _old_or_locked(data))
        _refuse_directory(data, file)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise _broken(file) from error
        _refuse_bomb(self._archive.infolist(), file)
        self.names = {info.filename.lower(): info for info in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def any_below(self, folder: str) -> bool:
        """Whether there is a part in this folder, or with this beginning of a name."""
        return any(name.startswith(folder.lower()) for name in self.names)

    def opened(self, name: str) -> Part:
        """A part to be read once.

        Raises:
            FormatError: there is no such part, or it is broken.
        """
        info = self.names.get(name.lower())
        if info is None:
            raise refusal(
                self.file,
                "",
                said("the part {part} is missing: this is no whole workbook", part=shown(name)),
            )
        try:
            return Part(self._archive.open(info), self.file)
        except ZIP_ERRORS as error:
            raise _broken(self.file) from error


class Part:
    """A part of a workbook that is unpacked piece by piece."""

    def __init__(self, stream: IO[bytes], file: str) -> None:
        self._stream, self._file = stream, file

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end.

        Raises:
            FormatError: the archive is broken here.
        """
        try:
            return self._stream.read(size)
        except ZIP_ERRORS as error:
            raise _broken(self._file) from error


def _broken(file: str) -> FormatError:
    return refusal(
        file, "", said("the archive of the workbook is broken or cut off; save or copy it again")
    )


def _old_or_locked(data: bytes) -> str:
    if _ENCRYPTED in data:
        return said("the workbook is locked with a password; save it without one")
    return said(
        "this is a workbook of the old kind (.xls), whatever its name; "
        "save it as .xlsx or as CSV with UTF-8"
    )


def _refuse_directory(data: bytes, file: str) -> None:
    """The directory of an archive is read whole on opening: refuse one that would fill the memory."""
    end = len(data) - _END_BYTES
    if not (data[end : end + 4] == _END and data.endswith(b"\0\0")):
        end = data.rfind(_END, max(0, end - _COMMENT_BYTES))
    if end < 0 or len(data) < end + _END_BYTES:
        raise _broken(file)
    (size,) = struct.unpack_from("<I", data, end + 12)
    large = data[max(0, end - _LOCATOR_BYTES) :].startswith(_LOCATOR)
    if large or size > MOST_DIRECTORY_BYTES:
        raise refusal(file, "", _too_many())


def _refuse_bomb(parts: list[zipfile.ZipInfo], file: str) -> None:
    if len(parts) > MOST_PARTS:
        raise refusal(file, "", _too_many())
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise refusal(file, "", said("two parts of the workbook have the same name; save it again"))
    if any(part.flag_bits & 1 for part in parts):
        raise refusal(file, "", said("the workbook is locked with a password; save it without one"))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise refusal(
            file, "", said("the workbook is packed in a way that workbooks are not; save it again")
        )
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise refusal(
            file,
            "",
            said(
                "unpacked, the workbook has more than {mib} MiB; split it, or save it as CSV",
                mib=MOST_UNPACKED_BYTES // 1024**2,
            ),
        )
    for part in parts:
        if part.file_size > max(SMALL_BYTES, MOST_TIMES * part.compress_size):
            raise refusal(
                file,
                "",
                said(
                    "the part {part} unpacks to more than {times} times its size: real tables do "
                    "not; save the workbook again, or as CSV",
                    part=shown(part.filename),
                    times=MOST_TIMES,
                ),
            )


def _too_many() -> str:
    return said("the workbook has more than {most} parts: real ones do not", most=MOST_PARTS)
