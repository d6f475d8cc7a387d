"""What the frame of each page shows: person, role, incident, navigation, journal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext, gettext_lazy

from antigone.provenance import program
from antigone.web.accounts.models import User
from antigone.web.incidents import desk
from antigone.web.incidents.access import memberships_of
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from antigone.web.journal.models import Entry
from antigone.web.lists.views import first_views
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.remembered import last_act, remembered
from antigone.web.site.cast import CAST, DEMO_PASSWORD, Player
from antigone.web.site.journal_words import act_in_words

HEADINGS = {
    desk.Part.WORK: gettext_lazy("Work"),
    desk.Part.DEAD: gettext_lazy("The dead"),
    desk.Part.SOUGHT: gettext_lazy("The sought"),
    desk.Part.TOGETHER: gettext_lazy("Together"),
}


@dataclass(frozen=True)
class ShownLink:
    """A link of the navigation; `current` is the value of aria-current."""

    title: str
    url: str
    count: int | None
    current: str


@dataclass(frozen=True)
class Section:
    """Links under one heading."""

    title: str
    links: list[ShownLink]


@dataclass(frozen=True)
class Language:
    """A language of the pages, by its own name."""

    code: str
    name: str
    is_rtl: bool
    is_current: bool


class Frame:
    """Everything around a page. Asked only when a template shows it, so fragments cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.program = program()

    @cached_property
    def person(self) -> User | None:
        """Who is signed in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) and user.is_authenticated else None

    @cached_property
    def _memberships(self) -> list[Membership]:
        if self.person is None:
            return []
        return memberships_of(self.person)

    @property
    def incidents(self) -> list[Incident]:
        """The incidents of this person."""
        return [membership.incident for membership in self._memberships]

    @cached_property
    def _membership(self) -> Membership | None:
        match = self._request.resolver_match
        slug = match.kwargs.get("incident") if match else None
        return next((m for m in self._memberships if m.incident.slug == slug), None)

    @property
    def incident(self) -> Incident | None:
        """The incident this page belongs to, if the person has a role in it."""
        return self._membership.incident if self._membership else None

    @property
    def role_name(self) -> str:
        """The person's role in it."""
        return str(self._membership.get_role_display()) if self._membership else ""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the person may do in it: `{% if "import" in frame.permissions %}`."""
        return PERMISSIONS[Role(self._membership.role)] if self._membership else frozenset()

    @cached_property
    def latest_entry(self) -> Entry | None:
        """The incident's newest journal entry, for those who may know of all its cases."""
        if self.person is None or self.incident is None or not self.sees_whole:
            return None
        return last_act(self.incident)

    @cached_property
    def sees_whole(self) -> bool:
        """Whether the person may know of all cases of the incident."""
        if self.person is None or self.incident is None:
            return False
        sees_cases = Permission.VIEW in self.permissions
        return sees_cases and sees_whole_incident(self.person, self.incident)

    @property
    def latest_act(self) -> str:
        """What that entry says was done: its code, read as words."""
        return act_in_words(self.latest_entry.act) if self.latest_entry else ""

    @property
    def languages(self) -> list[Language]:
        """The languages of the pages."""
        current = get_language()
        return [
            Language(code, name, bool(get_language_info(code)["bidi"]), code == current)
            for code, name in settings.LANGUAGES
        ]

    @property
    def invented(self) -> bool:
        """Whether all that is shown here is invented."""
        return bool(settings.DEMO or (self.incident and self.incident.is_training))

    @property
    def demo_password(self) -> str:
        """The password that all invented persons share, only in the demo."""
        return DEMO_PASSWORD if settings.DEMO else ""

    @property
    def demo_cast(self) -> tuple[Player, ...]:
        """Who may sign in, only in the demo."""
        return CAST if settings.DEMO else ()

    @cached_property
    def navigation(self) -> list[Section]:
        """The links of the navigation under their headings, empty headings left out."""
        links = [desk.Link(desk.Part.WORK, gettext("Awaiting you"), reverse("home"))]
        if self.person is not None and self.incident is not None:
            url = self.incident.get_absolute_url()
            links.append(desk.Link(desk.Part.WORK, gettext("Incident"), url))
            people = reverse("incidents:people", kwargs={"incident": self.incident.slug})
            links.append(desk.Link(desk.Part.WORK, gettext("Who works here"), people))
            if Permission.VIEW in self.permissions:
                links += self._offered(self.person, self.incident)
        sections = []
        for part in desk.Part:
            shown = [self._shown(link, links) for link in links if link.part is part]
            if shown:
                sections.append(Section(str(HEADINGS[part]), shown))
        return sections

    def _offered(self, person: User, incident: Incident) -> list[desk.Link]:
        """What the apps offer, to all of one role and one sight alike."""
        what = f"navigation in {get_language()} {' '.join(sorted(self.permissions))}"
        read = lambda: desk.navigation(person, incident)  # noqa: E731
        return remembered(person, incident, what, read, any_act=True)

    def _shown(self, link: desk.Link, links: list[desk.Link]) -> ShownLink:
        path = self._request.path
        longest = max((k.url for k in links if path.startswith(k.url)), key=len, default="")
        current = "" if link.url != longest else "page" if path == link.url else "true"
        # Every address begins with that of the home page; that says nothing.
        if current == "true" and link.url == reverse("home"):
            current = ""
        # Who chose a view to begin a list with gets there by the navigation.
        address = self._beginnings.get(link.url, link.url)
        return ShownLink(link.title, address, link.count, current)

    @cached_property
    def _beginnings(self) -> dict[str, str]:
        if self.person is None or self.incident is None:
            return {}
        return first_views(self.person, self.incident)


def context(request: HttpRequest) -> dict[str, Frame]:
    """The frame, for templates."""
    return {"frame": Frame(request)}
