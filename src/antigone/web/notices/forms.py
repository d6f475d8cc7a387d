"""Forms of telling a family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
from antigone.web.custody.forms import moment
from antigone.web.incidents.forms import PersonField
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission, roles_that
from antigone.web.notices.models import Letter, Notice, Visit, Wish
from antigone.web.notices.words import (
    AFTER_TELLING,
    CHOICES,
    SAID,
    SAID_OF_CORRECTION,
    Text,
)
from antigone.web.requests.words import CHANNELS

MOST_WORDS = 2000


def line(label: Text, help_text: Text = "", *, required: bool = False) -> forms.CharField:
    """A text on one line."""
    return forms.CharField(label=label, help_text=help_text, max_length=300, required=required)


def area(label: Text, help_text: Text = "", *, required: bool = False) -> forms.CharField:
    """A longer text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_WORDS,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def day(label: Text, help_text: Text = "", *, required: bool = True) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget, required=required)


def people_who(incident: Incident, *permissions: Permission) -> Any:  # noqa: ANN401 - a queryset of persons
    """Those whose role in the incident carries all of these permissions."""
    roles = set.intersection(*(set(roles_that(permission)) for permission in permissions))
    rows = User.objects.filter(
        is_active=True, memberships__incident=incident, memberships__role__in=list(roles)
    )
    return rows.select_related("agency").order_by("full_name")


class TrainingForm(forms.Form):
    """Who was trained to tell families, by whom, and until when that is valid."""

    person = PersonField(queryset=User.objects.none(), label=_("Who was trained"))
    trained_by = line(
        _("By whom"),
        _("The person or the course, such as: course of the Red Crescent."),
        required=True,
    )
    trained_on = day(_("Trained on"))
    valid_until = day(_("Valid until"))

    def __init__(self, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"trained_on": timezone.localdate()})
        cast(PersonField, self.fields["person"]).queryset = people_who(incident, Permission.NOTIFY)


class TakeBackForm(forms.Form):
    """Why a training counts no longer."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class AssignForm(forms.Form):
    """Who goes to the family, and when that is planned."""

    notifier = PersonField(queryset=User.objects.none(), label=_("Who goes to the family"))
    planned_for = moment(_("Planned for"), help_text=_("Day and time of the visit."))

    def __init__(self, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data)
        rows = people_who(incident, Permission.NOTIFY)
        cast(PersonField, self.fields["notifier"]).queryset = rows


class PreparationForm(forms.Form):
    """What the notifier prepares: whom they meet, how, and which places stand in the papers."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    first = line(_("Who is told first"))
    with_whom = line(_("Who is with them"), _("Such as: her brother, and the imam she chose."))
    not_present = line(_("Who is not to be there"))
    must_not_know = area(_("Who must not be told"))
    place = line(_("Where you meet"))
    language = line(_("Language in which you speak"))
    interpreter = line(_("Interpreter"), _("Name, and whether the family knows them."))
    customs = area(
        _("Customs"), _("Who speaks first, greeting, rites, days on which nobody is told.")
    )
    found_on = day(_("Found on"), required=False)
    found_where = line(_("Where the remains were found"), _("As it may be said: a place, no more."))
    now_where = line(_("In whose care they are now, and where"))
    kept = line(
        _("What is kept for the family"), _("Such as: a jacket, prayer beads, a letter, unread.")
    )
    office = line(
        _("Office, as it stands on the letter"),
        _("Name and place. The notifier writes a number by hand."),
    )


class VisitForm(forms.Form):
    """A visit that took place."""

    at = moment(_("When"))
    outcome = forms.ChoiceField(label=_("How it went"), choices=Visit.Outcome.choices)
    in_person = forms.BooleanField(
        label=_("Somebody sat with the family: it was in person"), required=False, initial=True
    )
    place = line(_("Where"))
    present = area(_("Who was there"))
    language = line(_("Language in which you spoke"))
    interpreter = line(_("Interpreter"))
    said = forms.MultipleChoiceField(
        label=_("What was said"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = area(_("In words"), _("What was asked, what was answered, how the family is."))
    did_not_know = forms.BooleanField(
        label=_(
            "The identification no longer stood at that moment, and the notifier did not know it"
        ),
        help_text=_(
            "The family was told all the same. It is told in person that it no longer holds."
        ),
        required=False,
    )
    field_order = ("at", "outcome", "did_not_know")

    def __init__(
        self, notice: Notice, data: QueryDict | None = None, *, fell: bool = False
    ) -> None:
        super().__init__(data)
        if not fell:
            del self.fields["did_not_know"]
        known = SAID_OF_CORRECTION if notice.is_correction else SAID
        cast(forms.MultipleChoiceField, self.fields["said"]).choices = list(known.items())


class TellingForm(forms.Form):
    """Whether and how a family wants to be told, as somebody of it said."""

    choice = forms.ChoiceField(
        label=_("The family"), choices=lambda: list(CHOICES[Wish.Kind.TELLING].items())
    )
    said_by = line(_("Who said it"), required=True)
    said_on = day(_("Said on"))
    first = line(_("Who is to be told first"))
    channel = forms.ChoiceField(
        label=_("How they wish to be told"),
        help_text=_("In person, unless the family says otherwise."),
        required=False,
        choices=lambda: [("", _("in person")), ("telephone", CHANNELS["telephone"])],
    )
    words = area(
        _("In words"), _("Who is with them, which custom is minded, who must not be told.")
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"said_on": timezone.localdate()})


def _after_telling() -> list[tuple[Text, list[tuple[str, Text]]]]:
    return [
        (
            Wish.Kind(kind).label,
            [(f"{kind}:{code}", words) for code, words in CHOICES[kind].items()],
        )
        for kind in AFTER_TELLING
    ]


class WishForm(forms.Form):
    """A wish of the family, once it was told."""

    wish = forms.ChoiceField(label=_("What it wishes"), choices=_after_telling)
    said_by = line(_("Who said it"), required=True)
    said_on = day(_("Said on"))
    words = area(_("In words"), _("Where, by which rite, when, with whom."))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"said_on": timezone.localdate()})


class QuestionForm(forms.Form):
    """A question of the family."""

    words = area(_("What was asked, or promised"), required=True)
    asked_by = line(_("By whom"), required=True)
    owed_by = PersonField(queryset=User.objects.none(), label=_("Who answers"))
    due_on = day(_("Answer due on"))

    def __init__(self, incident: Incident, data: QueryDict | None = None) -> None:
        super().__init__(data)
        rows = people_who(incident, Permission.SEE_FAMILIES, Permission.SEE_CONTACTS)
        cast(PersonField, self.fields["owed_by"]).queryset = rows


class AnswerForm(forms.Form):
    """What the family was answered."""

    words = area(_("What the family was answered"), required=True)


class HandOverForm(forms.Form):
    """When a paper was handed over."""

    at = moment(_("Handed over"))


class LetterForm(forms.Form):
    """What stands in a paper for the family, confirmed by whoever issues it."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: list(settings.LANGUAGES))
    reader = line(_("To whom"), _("The name, without a form of address."))
    name = line(_("Name of the person, in their own script"), required=True)
    name_latin = line(_("The same name in Latin letters"))
    born_on = day(_("Date of birth"), required=False)
    found_on = day(_("Found on"))
    found_where = line(_("Where the remains were found"), required=True)
    now_where = line(_("In whose care they are now, and where"), required=True)
    kept = line(_("What is kept for the family"))
    cause = area(_("Cause and circumstances, as the family may read them"), required=True)
    certified_by = line(_("Certified by"), _("Name and function of the physician."))
    office = line(_("Office, as it stands on the letter"), required=True)

    OF: dict[str, Sequence[str]] = {  # noqa: RUF012 - read only
        Letter.Kind.NEWS: (
            *("language", "reader", "name", "name_latin", "born_on", "found_on", "found_where"),
            *("now_where", "kept", "office"),
        ),
        Letter.Kind.CORRECTION: ("language", "reader", "name", "name_latin", "born_on", "office"),
        Letter.Kind.CAUSE: (
            *("language", "reader", "name", "name_latin", "cause", "certified_by", "office"),
        ),
    }

    def __init__(
        self, kind: str, data: QueryDict | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields = {name: self.fields[name] for name in self.OF[kind]}
