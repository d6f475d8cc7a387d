from __future__ import annotations

import tempfile
from typing import IO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from antigone.web.site import uploads


def sent(request: HttpRequest) -> UploadedFile[bytes]:
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    return file


def test_what_is_too_large_is_not_kept_but_tells_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 100_000)
    whole = bytes(range(256)) * 2000
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("noise.json", whole)})
    with sent(request) as file:
        assert file.size == len(whole)
        assert file.read() == whole[:100_000]


def test_what_fits_is_kept_whole() -> None:
    whole = b"x" * 70_000
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("small.json", whole)})
    with sent(request) as file:
        assert file.read() == whole


def test_nothing_lies_plain_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photograph or a genotype waits for its page only under a key that is in memory."""
    written = []
    real = tempfile.TemporaryFile

    def kept() -> IO[bytes]:
        written.append(real())
        return written[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", kept)
    whole = b"her name, again and again; " * 5000
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("told.json", whole)})
    with sent(request) as file:
        written[0].seek(0)
        on_disk = written[0].read()
        assert len(on_disk) == len(whole)
        assert b"her name" not in on_disk
        assert file.read() == whole


def test_it_is_read_from_any_place() -> None:
    whole = bytes(range(256)) * 50
    file = uploads.SealedFile()
    for start in range(0, len(whole), 999):
        file.write(whole[start : start + 999])
    for at in (0, 1, 15, 16, 17, 4099):
        assert file.seek(at) == at
        assert file.read(33) == whole[at : at + 33]
    assert file.seek(-5, 2) == len(whole) - 5
    assert file.read() == whole[-5:]
    file.close()
