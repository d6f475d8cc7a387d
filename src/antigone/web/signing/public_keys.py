"""The file of public keys, as `antigone.formats.signing_keys` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

from antigone.formats.signing_keys import PersonsKey, write_keys
from antigone.web.journal.keys import installation_key
from antigone.web.signing.models import SigningKey


def keys_file() -> bytes:
    """All keys that ever signed here, or can, and the installation's, which signs the file.

    Raises:
        KeyRefused: the installation's key cannot be used.
    """
    return write_keys(
        _persons(),
        exported_at=_iso(timezone.now()),
        installation=installation_key(settings.DATA_FOLDER),
    )


def _persons() -> Iterator[PersonsKey]:
    rows = SigningKey.objects.select_related("user__agency", "compared_by")
    for key in rows.defer("sealed", "salt").order_by("user__username", "made_at", "pk"):
        yield PersonsKey(
            key_id=key.key_id,
            public_key=key.public_key,
            username=key.user.username,
            full_name=key.user.full_name,
            agency=key.user.agency.name if key.user.agency else "",
            made_at=_iso(key.made_at),
            waits=key.waits,
            compared_at=_iso(key.compared_at),
            compared_by=key.compared_by.username if key.compared_by else "",
            retired_at=_iso(key.retired_at),
            retired_because=key.retired_because,
        )


def _iso(moment: datetime | None) -> str:
    """In UTC, to the microsecond; "" where there is none."""
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
