"""Files that wait to be imported: each is sealed with a key of its own, which goes with it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from antigone.web.records.models import PendingUpload
from antigone.web.sealing.erasure import overwrite_soon
from antigone.web.sealing.keys import new_key, seal, unseal
from antigone.web.sealing.models import Key

ABOUT = "upload"
"""What the sealed content is bound to, besides the upload's key."""


def seal_upload(pending: PendingUpload, content: bytes) -> None:
    """Give an upload its key and its content; the upload is not saved."""
    pending.key = new_key(Key.Purpose.UPLOAD)
    pending.content = seal(pending.key, content, ABOUT)


def content_of(pending: PendingUpload) -> bytes:
    """The file as it was uploaded."""
    return unseal(pending.key, pending.content, ABOUT)


@transaction.atomic
def forget_uploads(uploads: Iterable[PendingUpload]) -> None:
    """Remove uploads and their keys, and leave no copy behind."""
    keys = {upload.pk: upload.key_id for upload in uploads}
    if not keys:
        return
    PendingUpload.objects.filter(pk__in=keys).delete()
    Key.objects.filter(pk__in=keys.values()).delete()
    overwrite_soon(PendingUpload)


def forget_expired_uploads() -> None:
    """Remove what was uploaded and not confirmed within a day."""
    expired = PendingUpload.objects.filter(expires_at__lte=timezone.now())
    forget_uploads(expired.defer("content"))
