"""What the pages of one act share: the form, the act, its refusals, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import CustodyRefused, RuleStands
from antigone.web.incidents.models import Incident

Form = TypeVar("Form", bound=forms.Form)


@dataclass(frozen=True)
class ActPage:
    """The words of a page that asks for one act."""

    incident: Incident
    title: str
    act: str
    back: str
    back_to: str
    lede: str = ""
    note: str = ""
    hints: tuple[tuple[str, str, str], ...] = ()
    """What to look at first: words, address, and the words of its link."""


def person(request: HttpRequest) -> User:
    """Who asks. The middleware has made sure that somebody is signed in."""
    return cast(User, request.user)


def act_page(
    request: HttpRequest,
    page: ActPage,
    form: Form,
    do: Callable[[Form], tuple[str, str]],
) -> HttpResponse:
    """Show the form, or do what was sent; `do` gives the address it leads to and what to say there."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            url, done = do(form)
        except RuleStands as refusal:
            form.add_error(None, str(refusal))
            status = 409
        except CustodyRefused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, done)
            return redirect(url)
    context = {"incident": page.incident, "page": page, "form": form}
    return render(request, "custody/act.html", context, status=status)


def add_errors(form: forms.Form, refusal: ValidationError) -> None:
    """Put what a model refused beside the fields of the same name, else above the form."""
    for name, errors in refusal.message_dict.items() if hasattr(refusal, "error_dict") else ():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
