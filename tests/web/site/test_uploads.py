from __future__ import annotations

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
