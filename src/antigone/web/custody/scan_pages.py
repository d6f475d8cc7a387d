"""Pages on which a label is read: by the camera, from a photograph, or typed."""

from __future__ import annotations

from django.core.cache import cache
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.custody.acting import person
from antigone.web.custody.decoding import (
    MOST_BYTES_OF_FRAME,
    MOST_BYTES_OF_PHOTO,
    MOST_PIXELS_OF_FRAME,
    MOST_PIXELS_OF_PHOTO,
    PictureRefused,
    codes_in,
)
from antigone.web.custody.finding import NothingFound, find, label_of, named, not_registered
from antigone.web.custody.forms import PhotoForm, TypedForm
from antigone.web.custody.items import Item
from antigone.web.custody.models import Tag
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission

CAMERA_HERE = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
"""On the pages that read labels the browser may ask for the camera; nowhere else."""

BETWEEN_FRAMES_S = 0.2
"""A person's frames are looked at no faster than this."""


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, incident: str) -> HttpResponse:
    """Read a label: camera, photograph, or typed."""
    found = _allowed(request, incident)
    form = TypedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(address_of(find(request.user, found, form.cleaned_data["code"])))
        except NothingFound as nothing:
            form.add_error("code", str(nothing))
    return _page(request, found, typed=form)


@require_POST
def frame(request: HttpRequest, incident: str) -> HttpResponse:
    """One frame of the camera, or the text that the browser itself read in it; nothing is kept."""
    found = _allowed(request, incident)
    if not cache.add(f"custody-frame-{person(request).pk}", True, BETWEEN_FRAMES_S):
        return JsonResponse({"found": False, "said": ""}, status=429)
    try:
        if request.content_type == "text/plain":
            codes = [request.body[:400].decode(errors="replace")]
        else:
            codes = _codes_of_body(request)
    except PictureRefused as refusal:
        return JsonResponse({"found": False, "said": str(refusal)}, status=422)
    return JsonResponse(_answer(request, found, codes))


@csrf_exempt
@require_POST
def photo(request: HttpRequest, incident: str) -> HttpResponse:
    """A photograph of a label; it is held in memory alone, so the handler comes before the token."""
    request.upload_handlers = [PhotoInMemory(request)]
    return _photo(request, incident)


@csrf_protect
def _photo(request: HttpRequest, incident: str) -> HttpResponse:
    found = _allowed(request, incident)
    form = PhotoForm()
    sent = request.FILES.get("photo")
    if sent is None:
        return _page(request, found, photo=form, said=_("Choose a photograph of at most 12 MiB."))
    try:
        codes = codes_in(
            sent.read(), most_bytes=MOST_BYTES_OF_PHOTO, most_pixels=MOST_PIXELS_OF_PHOTO
        )
    except PictureRefused as refusal:
        return _page(request, found, photo=form, said=str(refusal))
    said = _("No label was found in this photograph. Closer, straight on, and without a shadow.")
    for code in codes:
        try:
            return redirect(address_of(find(request.user, found, code)))
        except NothingFound as nothing:
            said = str(nothing)
    return _page(request, found, photo=form, said=said)


class PhotoInMemory(MemoryFileUploadHandler):
    """Keeps a photograph in memory, never on the disk, and stops where it is too large."""

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Memory is used whatever the size says; the size is watched as it comes."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece.

        Raises:
            StopUpload: more than is allowed for a photograph.
        """
        if start + len(raw_data) > MOST_BYTES_OF_PHOTO:
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)


def address_of(item: Item | Tag) -> str:
    """Where reading a label leads: to the thing, or for an unused tag to registering remains."""
    if not isinstance(item, Tag):
        return item.get_absolute_url()
    at = {"incident": item.incident.slug}
    asked = urlencode({"number": item.number})
    try:
        return f"{reverse('examination:register', kwargs=at)}?{asked}"
    except NoReverseMatch:
        return f"{reverse('custody:where', kwargs=at)}?{urlencode({'q': item.number})}"


def with_camera(response: HttpResponse) -> HttpResponse:
    """Let the browser ask for the camera on this page."""
    response.headers["Permissions-Policy"] = CAMERA_HERE
    return response


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.HANDLE_SAMPLES)
    return incident


def _codes_of_body(request: HttpRequest) -> list[str]:
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES_OF_FRAME:
        raise PictureRefused(
            _("The picture is larger than %(most)d KiB.") % {"most": MOST_BYTES_OF_FRAME // 1024}
        )
    return codes_in(request.body, most_bytes=MOST_BYTES_OF_FRAME, most_pixels=MOST_PIXELS_OF_FRAME)


def _answer(request: HttpRequest, incident: Incident, codes: list[str]) -> dict[str, object]:
    said = ""
    for code in codes:
        try:
            item = find(request.user, incident, code)
        except NothingFound as nothing:
            said = str(nothing)
        else:
            return {
                "found": True,
                "said": not_registered(item) if isinstance(item, Tag) else "",
                "name": named(item),
                "content": label_of(item).content,
                "url": address_of(item),
            }
    return {"found": False, "said": said}


def _page(
    request: HttpRequest,
    incident: Incident,
    *,
    typed: TypedForm | None = None,
    photo: PhotoForm | None = None,
    said: str = "",
) -> HttpResponse:
    context = {
        "incident": incident,
        "typed": typed or TypedForm(),
        "photo": photo or PhotoForm(),
        "said": said,
    }
    status = 422 if request.method == "POST" else 200
    return with_camera(render(request, "custody/scan.html", context, status=status))
