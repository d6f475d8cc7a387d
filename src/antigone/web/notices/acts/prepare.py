"""Preparing a visit: what the notifier adds to what the record says."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.policy import notices as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.notices.acts.entering import enter, held_notice
from antigone.web.notices.models import Notice, Preparation
from antigone.web.notices.sealed import Words, family_of, sealed_words, words_in
from antigone.web.notices.standing import assignment_of, enters, may_go_on

PREPARED = (
    *("first", "with_whom", "not_present", "must_not_know", "place", "language", "interpreter"),
    *("customs", "found_on", "found_where", "now_where", "kept", "office"),
)
"""What is typed for the sheet; each of them is one of its named fields."""


def rules_of_preparing(user: User, notice: Notice) -> list[Finding]:
    """What has to hold before anything is prepared or written: NO-02 or NO-12, and NO-06."""
    return [may_go_on(notice), enters(user, notice, assignment_of(notice))]


@transaction.atomic
def prepare(*, user: User, notice: Notice, content: Words, seen_version: int) -> Preparation:
    """Keep what the notifier prepares, as the next version.

    Args:
        content: by field what is typed; the fields are those of `PREPARED`.
        seen_version: number of the version that was changed; 0 where there was none.

    Raises:
        PermissionDenied: the person does not speak with families.
        RuleRefused: NO-02 or NO-12, NO-06, NO-08, NO-13.
        ValidationError: somebody else changed it meanwhile.
    """
    notice = held_notice(user, notice)
    insist(
        [
            *rules_of_preparing(user, notice),
            rules.no_08_named_fields(content, PREPARED),
            rules.no_13_plain_words(content.values()),
        ]
    )
    last = preparation_of(notice)
    version = 0 if last is None else last.version
    if version != seen_version:
        raise ValidationError(
            _("Somebody else changed this meanwhile. Open the page anew; nothing was lost there.")
        )
    made = Preparation(notice=notice, version=version + 1, written_by=user)
    made.sealed = sealed_words(family_of(notice), dict(content), "preparation")
    made.full_clean()
    made.save()
    enter(user, "notice.prepared", notice, {"version": made.version})
    return made


def preparation_of(notice: Notice) -> Preparation | None:
    """The newest version."""
    return Preparation.objects.filter(notice=notice).order_by("-version").first()


def prepared_words(notice: Notice) -> Words:
    """What is prepared; empty where nothing is."""
    found = preparation_of(notice)
    return {} if found is None else words_in(family_of(notice), found.sealed, "preparation")
