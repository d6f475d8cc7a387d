"""The journal as a signed file."""

from __future__ import annotations

from datetime import UTC

from django.conf import settings
from django.utils import timezone

from antigone.formats.journal import write_journal
from antigone.web.journal.keys import installation_key
from antigone.web.journal.models import Entry


def export_journal(incident: str | None) -> bytes:
    """The whole chain, signed by this installation.

    Args:
        incident: show the entries of this incident and seal all others; None shows all.

    Raises:
        KeyRefused: the installation's key cannot be used.
    """
    return write_journal(
        (entry.as_written() for entry in Entry.objects.order_by("sequence").iterator()),
        incident=incident,
        exported_at=timezone.now().astimezone(UTC).isoformat(timespec="microseconds"),
        key=installation_key(settings.DATA_FOLDER),
    )
