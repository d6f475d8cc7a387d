"""What somebody chooses before a run is started."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.reconcile.priors import ListKind
from antigone.web.matching.assumptions import Choice


class StartForm(forms.Form):
    """The prior, and whether signed identifications are taken as given."""

    prior = forms.ChoiceField(
        label=gettext_lazy("Before the evidence"),
        choices=[
            (ListKind.FLAT, gettext_lazy("Every assignment counts the same (flat)")),
            (
                ListKind.OPEN,
                gettext_lazy("About so many of the remains are of persons sought (open list)"),
            ),
            (
                ListKind.CLOSED,
                gettext_lazy(
                    "Each of the remains is one of the persons sought (closed list): for looking "
                    "only, nothing is proposed from it"
                ),
            ),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    expected = forms.FloatField(
        label=gettext_lazy("How many, on an open list"),
        help_text=gettext_lazy("The number of remains that are expected to be of persons sought."),
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "min": "0"}),
    )
    further_parts = forms.BooleanField(
        label=gettext_lazy("Look for further parts of persons of whom a part is identified"),
        required=False,
    )
    without_signed = forms.BooleanField(
        label=gettext_lazy("Without the signed identifications (what if)"), required=False
    )

    def __init__(self, asked: QueryDict | None = None, *, signed: int = 0) -> None:
        super().__init__(asked, initial={"prior": ListKind.FLAT}, auto_id="id_start_%s")
        self.signed = signed
        if not signed:
            del self.fields["without_signed"]
            del self.fields["further_parts"]

    def clean(self) -> dict[str, object]:
        """An open list needs its number."""
        asked = self.cleaned_data
        is_open, number = asked.get("prior") == ListKind.OPEN, asked.get("expected")
        if is_open and number is None and "expected" not in self.errors:
            self.add_error("expected", ValidationError(_("An open list needs this number.")))
        return asked

    @property
    def closed(self) -> bool:
        """Whether a closed list was chosen."""
        return bool(self.cleaned_data.get("prior") == ListKind.CLOSED)

    def choice(self) -> Choice:
        """What was chosen."""
        asked = self.cleaned_data
        prior = ListKind(asked["prior"] or ListKind.FLAT)
        expected = asked["expected"] if prior is ListKind.OPEN else None
        return Choice(
            prior,
            expected,
            bool(asked.get("without_signed")),
            bool(asked.get("further_parts")),
        )
