"""What the record holds already and may be confirmed as a particular; nothing is taken over by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from antigone.policy.deaths import Article
from antigone.provenance import canonical_json, fingerprint
from antigone.web.board.models import Identification
from antigone.web.deaths.asked import SOURCES, Source
from antigone.web.deaths.models import DeathRecord
from antigone.web.deaths.standing import parts_of_record, standing_identification
from antigone.web.examination.models import Section
from antigone.web.examination.sections.base import Content
from antigone.web.examination.standing import Standing
from antigone.web.incidents.access import Visitor, may
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import missing_in_sight
from antigone.web.records.models import MissingPerson
from antigone.web.records.record_words import kind_in_words
from antigone.web.records.told import told_of
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.shown import name_of_enquirer
from antigone.web.requests.telling import may_see_contacts, newest

DISCS = frozenset({"identity_disc"})
PAPERS = frozenset(
    {"identity_card", "passport", "military_identity_card", "driving_licence", "health_card"}
    | {"residence_permit"}
)
FOR_THE_FAMILY = DISCS | PAPERS | {"letter", "photograph"}
OF_SERVICE = DISCS | {"military_identity_card"}


@dataclass(frozen=True)
class Proposed:
    """A value that may be confirmed for a particular, and where it is from."""

    name: str
    value: str
    source: str

    @property
    def key(self) -> str:
        """Names exactly this: what is taken over is what was shown, whatever else is recorded since."""
        return fingerprint(canonical_json([self.value, self.source]))[:32]

    @property
    def words(self) -> str:
        """As the form offers it."""
        return f"{self.value} ({SOURCES[self.source]})"


def proposals_for(user: Visitor, record: DeathRecord) -> dict[str, list[Proposed]]:
    """By particular what the record holds of it, as far as this person may read that."""
    found: dict[str, list[Proposed]] = {}
    identification = standing_identification(record)
    for one in (*_told(user, identification), *_found(user, record)):
        rows = found.setdefault(one.name, [])
        if one.value and one not in rows:
            rows.append(one)
    return found


def _told(user: Visitor, identification: Identification | None) -> Iterator[Proposed]:
    """What the family told, where an identification stands and a legal basis covers it."""
    if identification is None or not may(user, identification.incident, Permission.SEE_FAMILIES):
        return
    person = identification.missing_person
    if not missing_in_sight(user, identification.incident).filter(pk=person.pk).exists():
        return
    coverage = coverage_of(identification.incident, [person.family])
    if not (coverage.covers_family(person.family) or coverage.kept_under_law(person.family)):
        return
    told = told_of(person)
    if told is not None:
        # The legal name first, others behind it.
        for name in sorted(told.names, key=lambda name: name.kind != "legal"):
            yield Proposed("surname", name.family, Source.FAMILY)
            yield Proposed("first_names", name.given, Source.FAMILY)
            yield Proposed("fathers_first_name", name.patronymic, Source.FAMILY)
        if told.born_on:
            yield Proposed("born", told.born_on.isoformat(), Source.FAMILY)
    yield from _of_request(user, person)


def _of_request(user: Visitor, person: MissingPerson) -> Iterator[Proposed]:
    request = TracingRequest.objects.filter(family=person.family).select_related("family").first()
    if request is None:
        return
    sought = newest(request, person).get("sought")
    if sought is not None and sought.content is not None:
        yield Proposed("rank", str(sought.content.get("occupation", "")), Source.FAMILY)
        if not sought.content.get("born_on"):
            yield Proposed("born", _day(sought.content.get("born_about", "")), Source.FAMILY)
    if not may_see_contacts(user, person.incident):
        return
    enquirer = newest(request).get("enquirer")
    if enquirer is not None and enquirer.content is not None:
        lines = [name_of_enquirer(enquirer.content), str(enquirer.content.get("address", ""))]
        yield Proposed("inform", "\n".join(line for line in lines if line), Source.FAMILY)


def _day(words: str) -> str:
    """A year that stands by itself; other words are no day."""
    text = str(words).strip()
    return text if len(text) == 4 and text.isdecimal() else ""


def _found(user: Visitor, record: DeathRecord) -> Iterator[Proposed]:
    """What was read from what lay with the body."""
    documents = []
    for item in items_of(user, record):
        kind = str(item.get("kind", ""))
        source = Source.DISC if kind in DISCS else Source.PAPER
        if kind in OF_SERVICE:
            for number in item.get("numbers", ()):
                yield Proposed("service_number", str(number), source)
        if kind in DISCS | PAPERS:
            read = [*item.get("names", ()), *item.get("numbers", ()), *item.get("features", ())]
            words = f"{kind_in_words(kind)}: {', '.join(map(str, read))}" if read else ""
            yield Proposed("card_or_disc", words, source)
        if kind in FOR_THE_FAMILY:
            documents.append(article_of(item).what)
    if documents:
        yield Proposed("documents", "\n".join(documents), Source.EXAMINATION)


def items_of(user: Visitor, record: DeathRecord) -> list[Content]:
    """The items that the examination lists, of all parts of the body."""
    return [
        item
        for part in parts_of_record(record)
        for section in Standing(part, user).sections
        if section.section is Section.EFFECTS
        for item in section.content.get("items", [])
    ]


def article_of(item: Content) -> Article:
    """An item of the examination as a line of a list."""
    read = [*item.get("features", ()), *item.get("numbers", ()), *item.get("names", ())]
    kind = str(kind_in_words(str(item.get("kind", ""))))
    return Article(f"{kind}: {', '.join(map(str, read))}" if read else kind)
