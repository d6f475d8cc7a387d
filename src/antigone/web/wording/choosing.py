"""In which language the pages speak to a person."""

from __future__ import annotations

from django.db import transaction

from antigone.web.accounts.models import User
from antigone.web.journal.services import record


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Speak this language to a person from now on; "" leaves it to their browser.

    Raises:
        ValidationError: the pages do not speak it.
    """
    if user.language == language:
        return
    user.language = language
    user.clean_fields(exclude={field.name for field in User._meta.fields} - {"language"})
    user.save(update_fields=["language"])
    record(
        actor=user.username,
        act="account.language_chosen",
        incident="",
        subject=user.username,
        details={"language": language},
    )
