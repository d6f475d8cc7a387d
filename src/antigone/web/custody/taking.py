"""The words on how a sample was taken; of a relative they are sealed with the relative's key."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import cast

from django.utils.translation import gettext as _

from antigone.provenance import JsonValue
from antigone.web.custody.codes import new_donor_code
from antigone.web.custody.models import Sample, SampleCorrection
from antigone.web.records.findable import find_sought
from antigone.web.records.models import Person
from antigone.web.sealing.keys import new_key, seal_json, unseal_json
from antigone.web.sealing.models import Key

ABOUT = "sample"
NAME_BYTES = 32


@dataclass(frozen=True)
class Taking:
    """Who took a sample, where and how, and where it lies."""

    element: str = ""
    taken_by: str = ""
    witness: str = ""
    place: str = ""
    condition: str = ""
    container: str = ""
    storage: str = ""
    note: str = ""


def store_taking(sample: Sample, taking: Taking) -> None:
    """Put the words into a sample; its row is not saved."""
    values = cast("dict[str, JsonValue]", asdict(taking))
    if sample.person is None:
        sample.taking, sample.sealed = values, None
    else:
        sample.taking = {}
        sample.sealed = sealed_of(sample.person, values, ABOUT)


def taking_of(row: Sample | SampleCorrection) -> Taking | None:
    """The words, None where they were withdrawn."""
    sample = row if isinstance(row, Sample) else row.sample
    if sample.person is None:
        return _from_row(row.taking)
    value = opened_of(sample.person, row.sealed, ABOUT)
    return None if value is None else _from_row(cast("dict[str, JsonValue]", value))


def sealed_of(person: Person, value: JsonValue, about: str) -> bytes:
    """A value sealed with a relative's key, behind the key's name; the key is made when first needed.

    A relative who withdrew and gave a sample anew has a new key: the name tells which one sealed.
    """
    if person.key is None or person.key.is_destroyed:
        person.key = new_key(Key.Purpose.DONOR)
        person.save(update_fields=["key"])
    return person.key.name.encode() + seal_json(person.key, value, about)


def opened_of(person: Person, sealed: bytes | memoryview | None, about: str) -> JsonValue:
    """The value that `sealed_of` sealed, None where the relative withdrew since."""
    name, content = bytes(sealed or b"")[:NAME_BYTES], bytes(sealed or b"")[NAME_BYTES:]
    if person.key is None or person.key.is_destroyed or name != person.key.name.encode():
        return None
    return unseal_json(person.key, content, about)


def code_of_donor(person: Person) -> str:
    """The code under which a relative's samples go, which says nothing of the family."""
    if not person.donor_code:
        person.donor_code = unused_donor_code()
        person.save(update_fields=["donor_code"])
        sought = person.family.missing_persons.select_related("family")
        find_sought(person.family.incident_id, sought)
    return person.donor_code


def unused_donor_code() -> str:
    """A donor code that no relative has yet."""
    code = new_donor_code()
    while Person.objects.filter(donor_code=code).exists():
        code = new_donor_code()
    return code


def owner_in_words(sample: Sample) -> str:
    """Of whom it is: a number of remains, or the code of a donor, never a name."""
    if sample.remains is not None:
        return sample.remains.number
    assert sample.person is not None  # noqa: S101  (a database constraint)
    return _("donor %s") % (sample.person.donor_code or sample.person.code)


def _from_row(row: dict[str, JsonValue]) -> Taking:
    return Taking(**{field.name: str(row.get(field.name, "")) for field in fields(Taking)})
