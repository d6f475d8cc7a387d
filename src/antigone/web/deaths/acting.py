"""What the pages of acts share: doing what was sent, and saying which rule stood against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused
from antigone.web.custody.acting import add_errors
from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.deaths.doors import named_for
from antigone.web.deaths.models import DeathRecord, RecordVersion
from antigone.web.deaths.sealed import particulars_in
from antigone.web.deaths.standing import (
    newest_version,
    parts_of_record,
    records_of_body,
    standing_identification,
)
from antigone.web.incidents.access import Visitor, permissions_of
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight, sees_whole_incident
from antigone.web.records.models import Remains

REFUSED, INVALID = 409, 422


def person(request: HttpRequest) -> User:
    """Who asks. The middleware has made sure that somebody is signed in."""
    return cast(User, request.user)


class Tried:
    """An act that was tried: done, or why not.

    Args:
        form: what was filled in; what the act finds wrong is written beside its fields.
        do: the act.
    """

    def __init__(self, form: forms.BaseForm, do: Callable[[], object]) -> None:
        self.done = False
        self.refused: Sequence[Finding] = ()
        if not form.is_valid():
            return
        try:
            do()
        except RuleRefused as refusal:
            self.refused = refusal.findings
        except CustodyRefused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            add_errors(cast(forms.Form, form), refusal)
        else:
            self.done = True

    @property
    def status(self) -> int:
        """How a page answers that shows the form again."""
        return REFUSED if self.refused else INVALID


def head_of(request: HttpRequest, record: DeathRecord, tab: str) -> dict[str, object]:
    """What the head of every page of a record says."""
    version = newest_version(record)
    return {
        "incident": record.incident,
        "record": record,
        "remains": record.remains,
        "parts": parts_seen(request.user, record),
        "others": [one for one in records_of_body(record.remains) if one.pk != record.pk],
        "version": version,
        "name": name_for(request, version),
        "hidden": version is not None and not named_for(request.user, record.incident, [version]),
        "may_record": Permission.RECORD_DEATHS in permissions_of(request.user, record.incident),
        "identification": standing_identification(record),
        "tab": tab,
    }


def parts_seen(user: Visitor, record: DeathRecord) -> tuple[Remains, ...]:
    """The numbers of the body that a person may know of."""
    parts = parts_of_record(record)
    if len(parts) == 1 or sees_whole_incident(user, record.incident):
        return parts
    seen = set(remains_in_sight(user, record.incident).order_by().values_list("pk", flat=True))
    return tuple(part for part in parts if part.pk in seen)


def name_for(request: HttpRequest, version: RecordVersion | None) -> str:
    """The name that a version says, for those who read it; "" where it names nobody."""
    if version is None or version.identification is None:
        return ""
    if not named_for(request.user, version.record.incident, [version]):
        return ""
    return written_name(version)


def written_name(version: RecordVersion) -> str:
    """Surname and first names."""
    stated = particulars_in(version)
    names = (stated[name].value for name in ("surname", "first_names") if name in stated)
    return ", ".join(name for name in names if name)


def not_words_alone(request: HttpRequest, view: str, record: DeathRecord) -> HttpResponse:
    """A paper for a family is not printed while something in it is an address or a picture."""
    words = _(
        "The paper is for the family, and not words alone: take out the address or file name."
    )
    messages.error(request, words)
    return redirect(view, incident=record.incident.slug, number=record.number)
