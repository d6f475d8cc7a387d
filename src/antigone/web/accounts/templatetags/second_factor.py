"""The fields in which a second factor is given."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.forms import Form

from antigone.web.accounts.challenges import challenge_to_sign
from antigone.web.accounts.factors.time_codes import app_of, next_code
from antigone.web.accounts.models import User

register = template.Library()


@register.inclusion_tag("accounts/_second_factor.html", takes_context=True)
def second_factor(context: dict[str, Any], form: Form, *, at_once: bool = False) -> dict[str, Any]:
    """Code and passkey, as far as the person has them; `at_once` sends the form after a passkey."""
    request = context["request"]
    user: User = request.user
    app, options = app_of(user), challenge_to_sign(request, user)
    return {
        "form": form,
        "app": app,
        "options": options,
        "at_once": at_once,
        "has_one": app is not None or bool(options),
        "here": request.get_full_path(),
        # The invented persons of the demo have no phones. Nowhere else is a code ever shown.
        "demo_code": next_code(app) if settings.DEMO and app is not None else "",
    }
