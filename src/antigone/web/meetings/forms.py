"""What people type and choose for a meeting. Which of it is allowed are rules (MB-…), not the forms'."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
from antigone.web.board.models import Proposal
from antigone.web.custody.forms import moment
from antigone.web.incidents.forms import PersonField
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission, roles_that
from antigone.web.meetings.models import MOST_WORDS, AgendaItem, Attendance, Meeting

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_WORDS_OF_AN_ADDENDUM = 5000


class PlanForm(forms.Form):
    """When, where, and who chairs."""

    called_for = moment(_("Day and time"))
    place = forms.CharField(label=_("Place"), max_length=200)
    chair = PersonField(
        queryset=User.objects.none(), label=_("Chair"), help_text=_("Somebody who may sign.")
    )

    def __init__(
        self,
        incident: Incident,
        data: QueryDict | None = None,
        *,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="id_plan_%s")
        field = cast(PersonField, self.fields["chair"])
        field.queryset = _people(incident, Permission.SIGN)


class PersonForm(forms.Form):
    """Somebody who works in the incident and is not entered as present."""

    person = PersonField(queryset=User.objects.none(), label=_("Who"))

    def __init__(self, meeting: Meeting, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_person_%s")
        there = Attendance.objects.filter(meeting=meeting, left_at=None).values("person")
        field = cast(PersonField, self.fields["person"])
        field.queryset = _people(meeting.incident, Permission.VIEW).exclude(pk__in=there)


class CaseField(forms.ModelChoiceField[Proposal]):
    """A proposal, by the numbers of remains and person."""

    def label_from_instance(self, obj: Proposal) -> str:
        """Both numbers, and who proposed it."""
        return f"{obj}, {obj.proposed_by.full_name}"


class CaseForm(forms.Form):
    """A proposal that waits and stands on no agenda of a meeting that has not ended."""

    proposal = CaseField(queryset=Proposal.objects.none(), label=_("Case before the board"))

    def __init__(self, meeting: Meeting, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_case_%s")
        states = (Meeting.State.PLANNED, Meeting.State.OPEN)
        taken = AgendaItem.objects.filter(taken_off_at=None, meeting__state__in=states)
        rows = Proposal.objects.filter(incident=meeting.incident, state=Proposal.State.OPEN)
        rows = rows.exclude(pk__in=taken.exclude(proposal=None).values("proposal"))
        field = cast(CaseField, self.fields["proposal"])
        field.queryset = rows.select_related("remains", "missing_person", "proposed_by").defer(
            "evidence_text", "remains__record", "missing_person__record"
        )


class MatterForm(forms.Form):
    """Something to talk about that is no proposal."""

    matter = forms.CharField(label=_("Another matter, in words"), max_length=500, required=False)


class WordsForm(forms.Form):
    """A few sentences that will stand in the minutes."""

    words = forms.CharField(
        max_length=MOST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        label: str | _StrPromise,
        data: QueryDict | None = None,
        *,
        of: str,
        help_text: str | _StrPromise = "",
        most: int = MOST_WORDS,
    ) -> None:
        super().__init__(data, auto_id=f"id_{of}_%s")
        field = cast(forms.CharField, self.fields["words"])
        field.label, field.help_text = label, help_text
        field.max_length = most
        field.widget.attrs["maxlength"] = most


def addendum_form(data: QueryDict | None = None) -> WordsForm:
    """What the minutes say wrongly, or leave out."""
    return WordsForm(
        _("Addendum"),
        data,
        of="addendum",
        help_text=_("What the minutes say wrongly, or leave out. The minutes stay as they are."),
        most=MOST_WORDS_OF_AN_ADDENDUM,
    )


def _people(incident: Incident, permission: Permission) -> QuerySet[User]:
    rows = User.objects.filter(
        is_active=True,
        memberships__incident=incident,
        memberships__role__in=roles_that(permission),
    )
    return rows.select_related("agency").order_by("full_name")
