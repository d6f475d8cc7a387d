"""Makes a token for somebody of the demo, as they would on its page, and prints it."""

from __future__ import annotations

import sys

from antigone.web.commands import set_up


def make(username: str, *scopes: str) -> str:
    """Through the act that the page uses."""
    from antigone.policy.tokens import Scope
    from antigone.web.accounts.factors.time_codes import app_of, next_code
    from antigone.web.accounts.models import User
    from antigone.web.accounts.proof import Answer
    from antigone.web.api.tokens import make_token
    from antigone.web.site.cast import DEMO_PASSWORD

    user = User.objects.get(username=username)
    app = app_of(user)
    assert app is not None
    _, secret = make_token(
        user=user,
        name="a notebook",
        scopes=[Scope(scope) for scope in scopes],
        days=1,
        incident=None,
        password=DEMO_PASSWORD,
        second_factor=Answer(next_code(app)),
    )
    return secret


if __name__ == "__main__":
    set_up()
    print(make(*sys.argv[1:]))
