"""Whether every row has its file, every file its row, and every seal opens."""

from __future__ import annotations

from dataclasses import dataclass, field

from antigone.web.media.models import Picture, PrintFile, SealedFile
from antigone.web.media.sealed import FileGone, content_of, files_there, remove_stray
from antigone.web.sealing.keys import KeyDestroyed, SealBroken


@dataclass
class Report:
    """What was found: counts, and faults in which files have their random names only."""

    opened: int = 0
    destroyed: int = 0
    removed: int = 0
    faults: list[str] = field(default_factory=list)


def check_media() -> Report:
    """Open every seal. Files that still lie there although their key is destroyed are removed."""
    report, there = Report(), files_there()
    used = {
        name
        for model in (Picture, PrintFile)
        for name in model._default_manager.values_list("file__name", flat=True)
    }
    known = set()
    for file in SealedFile.objects.select_related("key", "family__key").order_by("pk").iterator():
        known.add(file.name)
        _look(file, there, report)
        if file.name not in used:
            report.faults.append(f"{file.name}: no picture and no prints belong to its row")
    # Files that came while this went on are looked for again.
    late = set(SealedFile.objects.values_list("name", flat=True)) - known
    report.faults += [
        f"{name}: a file without a row; a crash may have left it"
        for name in sorted(there - known - late)
    ]
    return report


def _look(file: SealedFile, there: set[str], report: Report) -> None:
    if _is_gone(file):
        report.destroyed += 1
        if file.name in there:
            remove_stray(file.name)
            report.removed += 1
        return
    try:
        content_of(file)
    except FileGone:
        report.faults.append(f"{file.name}: its file is not there")
    except (SealBroken, KeyDestroyed) as error:
        report.faults.append(f"{file.name}: its seal does not open: {error}")
    else:
        report.opened += 1


def _is_gone(file: SealedFile) -> bool:
    if file.destroyed_at is not None:
        return True
    return file.family is not None and file.family.is_withdrawn
