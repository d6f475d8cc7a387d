"""So that a path in an uploaded file's name is seen and refused, not silently cut off."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import wraps
from typing import IO, Any, Concatenate, ParamSpec, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class _Parser(MultiPartParser):
    """Django's own, which keeps a path in a name: slashes turned, so that nothing takes it for one."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        """The name as it was sent where it holds a path, otherwise as Django cleans it."""
        sent = html.unescape(file_name)
        if "/" in sent or "\\" in sent:
            return "".join(letter for letter in sent.replace("/", "\\") if letter.isprintable())
        return super().sanitize_file_name(file_name)


class NamesAsSent(FileUploadHandler):
    """Reads a form with that parser and the handlers that would have read it otherwise."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]] | None:
        """Parse the whole form."""
        assert self.request is not None  # noqa: S101  (made with a request, below)
        handlers = [one for one in self.request.upload_handlers if one is not self]
        return _Parser(META, input_data, handlers, encoding).parse()  # type: ignore[arg-type]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Nothing is received here: `handle_raw_input` read everything."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """As `receive_data_chunk`."""


def names_as_sent(view: View[P]) -> View[P]:
    """A view whose uploaded files bear their names as they were sent.

    The handler has to be set before the form is read, and reading it is how a forged request is
    told; so that check comes behind the handler, not before it.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def reading(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.upload_handlers.insert(0, NamesAsSent(request))
        return checked(request, *args, **kwargs)

    return cast(View[P], reading)
