"""What a withdrawal does to the pictures and prints that a family gave."""

from __future__ import annotations

from django.db import transaction

from antigone.web.media.models import Opening, Picture, PrintFile, SealedFile
from antigone.web.media.moving import Item, forget
from antigone.web.records.models import Family


@transaction.atomic
def destroy_photographs(family: Family) -> list[str]:
    """ME-08: all that a family gave is destroyed; its files are removed once the transaction has ended.

    Placeholders stay. The caller has a right to do it, and journals it.

    Returns:
        the tables in which rows were changed.
    """
    given: list[Item] = [
        *Picture.objects.select_related("file").filter(family=family),
        *PrintFile.objects.select_related("file").filter(family=family),
    ]
    there = [item for item in given if not item.is_gone]
    for item in there:
        forget(item)
    for owner in ("picture__family", "print_file__family"):
        Opening.objects.filter(**{owner: family}).update(sealed_words=None)
    models = (Picture, PrintFile, SealedFile, Opening) if there else ()
    return [model._meta.db_table for model in models]
