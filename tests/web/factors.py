"""Second factors of the cast: an authenticator app whose codes a test can read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.web.accounts.factors.time_codes import app_of, begin_app, next_code
from antigone.web.accounts.models import TimeCode, User
from antigone.web.accounts.proof import Answer


def app_for(user: User) -> TimeCode:
    """The person's authenticator app; where they had none it is set up without a journal entry."""
    app = app_of(user)
    if app is None:
        app = begin_app(user=user)
        TimeCode.objects.filter(pk=app.pk).update(confirmed_at=timezone.now())
    return app


@transaction.atomic
def code_of(user: User) -> str:
    """The code the person's app shows now, as if half a minute had passed since the last one."""
    app = app_for(user)
    TimeCode.objects.filter(pk=app.pk).update(last_counter=0)
    app.refresh_from_db()
    return next_code(app)


def answer_of(user: User) -> Answer:
    """That code, as an act takes it."""
    return Answer(code=code_of(user))
