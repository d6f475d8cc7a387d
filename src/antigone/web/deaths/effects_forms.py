"""Forms of what two persons counted and sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.policy.deaths import Article
from antigone.web.accounts.models import User
from antigone.web.custody.forms import words
from antigone.web.custody.models import Packet
from antigone.web.deaths.acts.packing import Counted
from antigone.web.deaths.form_fields import done_at

MONEY = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s+(?P<currency>\S+)\s*(?P<what>.*)")


class CountForm(forms.Form):
    """What two persons counted, and the seal that they set."""

    articles = forms.CharField(
        label=gettext_lazy("Articles: one on each line"),
        help_text=gettext_lazy("Each article that lies in it; nothing is left out."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    money = forms.CharField(
        label=gettext_lazy("Money: amount and currency, one on each line"),
        help_text=gettext_lazy("Such as: 120.50 UAH in notes."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = words(
        gettext_lazy("Statement of the owner’s particulars"),
        help_text=gettext_lazy("Whose, as far as is known; of somebody unidentified the number."),
        required=False,
        max_length=1000,
        rows=2,
    )
    seal = words(gettext_lazy("Number of the seal that is set"), required=False, max_length=60)
    packed_by = words(gettext_lazy("Full name of who packed"), required=False, max_length=200)
    function = words(gettext_lazy("Function of who packed"), max_length=200)
    counted_by = words(gettext_lazy("Full name of who counted"), required=False, max_length=200)
    at = done_at(gettext_lazy("When"))
    place = words(gettext_lazy("Where"))

    def counted(self) -> Counted:
        """What they counted."""
        told = self.cleaned_data
        return Counted(
            articles=[*_articles(told["articles"]), *_money(told["money"])],
            owner=told["owner"],
            seal=told["seal"],
            packed_by=told["packed_by"],
            function=told["function"],
            counted_by=told["counted_by"],
            at=told["at"],
            place=told["place"],
        )

    @staticmethod
    def of(user: User) -> dict[str, object]:
        """What the form begins with where the person signed in packs."""
        return {"packed_by": user.full_name, "at": timezone.localtime()}


def _articles(text: str) -> list[Article]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [Article(line) for line in lines if line]


def _money(text: str) -> list[Article]:
    found = []
    for line in text.splitlines():
        plain = " ".join(line.split())
        if not plain:
            continue
        read = MONEY.fullmatch(plain)
        if read is None:
            # DE-11 says what lacks: an amount without a currency.
            found.append(Article(plain, "?", ""))
            continue
        amount = read["amount"].replace(",", ".")
        found.append(Article(read["what"] or _("money"), amount, read["currency"]))
    return found


class PackForm(CountForm):
    """A new packet."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in it"), choices=Packet.Kind.choices)
    part = forms.ChoiceField(label=gettext_lazy("Found with"))
    field_order = ("part", "kind")

    def __init__(
        self, data: QueryDict | None = None, *, parts: Sequence[str], initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        part = cast(forms.ChoiceField, self.fields["part"])
        part.choices = [(number, number) for number in parts]


class CountAnewForm(CountForm):
    """A packet that was opened."""

    seal_found = words(
        gettext_lazy("Number of the seal as found"),
        help_text=gettext_lazy("As printed on the seal. Empty where it was not sealed."),
        required=False,
        max_length=60,
    )
    whole = forms.BooleanField(
        label=gettext_lazy("The seal was whole"), required=False, initial=True
    )
    because = words(gettext_lazy("Why it was opened"), required=False, rows=2, max_length=500)
    field_order = ("seal_found", "whole", "because")
