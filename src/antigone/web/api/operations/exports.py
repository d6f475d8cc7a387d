"""The operation that takes lists and files out, for a purpose; never with contacts or names of relatives."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field as About
from ninja import Router

from antigone.formats.problems import FormatError
from antigone.formats.written import CannotBeWritten
from antigone.policy.exports import FORMATS, PURPOSES
from antigone.policy.tokens import Scope
from antigone.web.api.entering import person_of, token_in
from antigone.web.api.operation import operation
from antigone.web.api.problems import Refused, invalid
from antigone.web.api.said import Field, In
from antigone.web.exchange.dna_out import Sender
from antigone.web.exchange.out_pages import TYPES
from antigone.web.exchange.taking_out import LISTS, TakingOutRefused, Wish, take_out
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.roles import Permission
from antigone.web.sentences import translated

router = Router()

What = StrEnum("What", {slug: slug for slug in FORMATS})  # type: ignore[misc]
Form = StrEnum("Form", {form: form for form in sorted(set().union(*FORMATS.values()))})  # type: ignore[misc]
Purpose = StrEnum("Purpose", {slug: slug for slug in PURPOSES})  # type: ignore[misc]


READ_WITH: Mapping[str, tuple[Scope, ...]] = {
    "remains": (Scope.READ_REMAINS,),
    "persons": (Scope.READ_FAMILIES,),
    "requests": (Scope.READ_FAMILIES,),
    "samples": (Scope.READ_REMAINS,),
    "candidates": (Scope.READ_RUNS,),
    "board": (Scope.READ_BOARD,),
    "deaths": (Scope.READ_REMAINS,),
    "graves": (Scope.READ_REMAINS,),
    "notices": (Scope.READ_FAMILIES,),
    "transmissions": (Scope.READ_BOARD,),
    "owed": (Scope.READ_REMAINS, Scope.READ_FAMILIES),
    "journal": (Scope.READ_JOURNAL,),
    "genotypes": (Scope.READ_GENOTYPES,),
    "incident": (Scope.READ_GENOTYPES,),
}
"""A token takes nothing out that it may not read (AP-01)."""


class Taking(In):
    """What is taken out, in what form, and for what; the journal keeps the purpose for good."""

    what: What
    form: Form
    purpose: Purpose
    words: str = About(max_length=300, description="For whom, and for what, in a few words.")
    destination: str = About("", max_length=10, description="CODIS: agency that receives it (ORI).")
    laboratory: str = About("", max_length=10, description="CODIS: laboratory that sends it (ORI).")


@operation(
    router,
    "POST",
    "/incidents/{incident}/exports",
    scope=Scope.EXPORT,
    part="Files",
    gives=None,
    files=tuple(dict.fromkeys(kind.partition(";")[0] for kind in TYPES.values())),
)
def take_out_file(request: HttpRequest, incident: str, given: Taking) -> HttpResponse:
    """Take a list or a file out; the answer is the file."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    require(person, found, Permission.EXPORT)
    for needed in READ_WITH[given.what.value]:
        if needed not in token_in(request).may:
            words = _("This token is not for this: it lacks %(scope)s.")
            raise PermissionDenied(words % {"scope": needed.value})
    if given.form == "cmf" and not (given.destination and given.laboratory):
        words = _("A CODIS import file needs this.")
        raise invalid(Field(field=name, message=words) for name in ("destination", "laboratory"))
    sender = Sender(given.destination, given.laboratory, person.username)
    wish = Wish(given.form.value, given.purpose.value, given.words, sender=sender)
    try:
        taken = take_out(user=person, incident=found, listed=LISTS[given.what.value], wish=wish)
    except TakingOutRefused as refused:
        raise _against_a_rule(refused) from None
    except CannotBeWritten as cannot:
        raise invalid(Field(field="", message=translated(why)) for why in cannot.reasons) from None
    except FormatError as error:
        raise invalid(
            Field(field=problem.place, message=translated(problem.message))
            for problem in error.problems
        ) from None
    return HttpResponse(
        taken.content,
        content_type=TYPES[taken.name.rpartition(".")[2]],
        headers={
            "Content-Disposition": f'attachment; filename="{taken.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _against_a_rule(refused: TakingOutRefused) -> Refused:
    finding = refused.finding
    words = _(finding.template).format(**finding.values)
    return invalid([Field(field="", message=words)], f"{finding.code}: {words}")
