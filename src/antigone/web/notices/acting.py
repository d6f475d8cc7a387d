"""What the pages of one act share: rules before anybody tries, the form, refusals, where it leads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.policy.findings import Finding, hindrances_first
from antigone.web.board.refusal import RuleRefused
from antigone.web.custody import acting
from antigone.web.notices.models import Notice
from antigone.web.sealing.keys import KeyDestroyed

Form = TypeVar("Form", bound=forms.Form)
REFUSED = 409


@dataclass(frozen=True)
class ActPage(acting.ActPage):
    """The words of a page that asks for one act, and what has to hold before.

    Args:
        rules: an unmet one bars the act and stands above it.
        confirmed: codes of rules that the form itself asks to confirm: unmet they bar nothing yet.
        template: what is shown around the form.
    """

    rules: Sequence[Finding] = ()
    confirmed: Collection[str] = ()
    template: str = "notices/act.html"

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The rules, the hindrance first."""
        return hindrances_first(self.rules)

    @property
    def barred(self) -> bool:
        """Whether a rule stands against it."""
        return any(not rule.met and rule.code not in self.confirmed for rule in self.rules)


def page_of_act(notice: Notice, title: str, act: str, **more: object) -> ActPage:
    """The page of an act that belongs to a notice."""
    given = {"back": notice.get_absolute_url(), "back_to": notice.number, **more}
    return ActPage(incident=notice.incident, title=title, act=act, **given)  # type: ignore[arg-type]


def act_page(
    request: HttpRequest,
    page: ActPage,
    form: Form,
    do: Callable[[Form], tuple[str, str]],
    **more: object,
) -> HttpResponse:
    """Show the form, or do what was sent; `do` gives the address it leads to and what to say there."""
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            url, done = do(form)
        except RuleRefused as refusal:
            refused = refusal.findings
        except KeyDestroyed:
            form.add_error(None, _("The family has withdrawn: nothing more is written about it."))
        except ValidationError as refusal:
            acting.add_errors(form, refusal)
        else:
            messages.success(request, done)
            return redirect(url)
    context = {"incident": page.incident, "page": page, "form": form, "refused": refused, **more}
    return render(request, page.template, context, status=status_of(request, refused))


def status_of(request: HttpRequest, refused: Sequence[Finding]) -> int:
    """409 where a rule refused, 422 where the form cannot be read, 200 where nothing was sent."""
    if refused:
        return REFUSED
    return 422 if request.method == "POST" else 200
