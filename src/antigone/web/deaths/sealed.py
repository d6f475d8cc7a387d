"""What says who a dead person is, sealed in versions and certificates; and reading it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from antigone.policy.deaths import Particular
from antigone.web.board.models import Identification
from antigone.web.deaths.asked import BY_NAME, GONE, rests_on_identification
from antigone.web.deaths.models import Certificate, RecordVersion
from antigone.web.records.consent import coverage_of
from antigone.web.sealing.keys import KeyDestroyed, new_key, seal, seal_json, unseal, unseal_json
from antigone.web.sealing.models import Key

ABOUT = "record of death"
ABOUT_CERTIFICATE = "certificate of death"


def key_for(identification: Identification) -> Key:
    """The key under which a name is kept that rests on this identification: the family's.

    Where the family has withdrawn, and a law keeps what the identification rests on, a key of its own.

    Raises:
        KeyDestroyed: the family has withdrawn, and no law keeps anything.
    """
    family = identification.missing_person.family
    key = Key.objects.get(pk=family.key_id)
    if not key.is_destroyed:
        return key
    if not coverage_of(identification.incident, [family]).kept_under_law(family):
        raise KeyDestroyed(f"{key} is destroyed")
    return new_key(Key.Purpose.EVIDENCE)


def put_particulars(
    version: RecordVersion, particulars: Mapping[str, Particular], key: Key | None
) -> None:
    """Write what is confirmed into a version that is not saved yet.

    Args:
        key: seals what says who the person is; None where nothing does.
    """
    stated = {n: one for n, one in particulars.items() if one.value or one.source == GONE}
    names = {n: one.value for n, one in stated.items() if rests_on_identification(n, one)}
    version.content = {
        name: {"value": "" if name in names else one.value, "source": one.source}
        for name, one in stated.items()
    }
    if names:
        assert key is not None  # noqa: S101  (DE-02: no name without an identification)
        version.key = key
        version.sealed = seal_json(key, names, ABOUT)


def particulars_in(version: RecordVersion) -> dict[str, Particular]:
    """All that a version says; what is destroyed has the source `GONE` and no value."""
    names = _names_in(version)
    found = {}
    for name, one in version.content.items():
        if name not in BY_NAME:
            continue
        is_sealed = not one["value"]
        value = names.get(name, "") if is_sealed else one["value"]
        found[name] = Particular(value, one["source"] if value else GONE)
    return found


def particulars_to_go_on_with(
    version: RecordVersion | None, stands: Identification | None
) -> dict[str, Particular]:
    """What the next version begins with: nothing that was said of somebody else whom the body is not.

    Args:
        version: the one before.
        stands: the identification that stands now.
    """
    if version is None:
        return {}
    before = particulars_in(version)
    was = version.identification
    if was is None or (stands and was.missing_person_id == stands.missing_person_id):
        return before
    return {n: one for n, one in before.items() if not _names(n, one)}


def _names(name: str, one: Particular) -> bool:
    """Whether it says who somebody is, or said so before it was destroyed."""
    return one.source == GONE or rests_on_identification(name, one)


def _names_in(version: RecordVersion) -> Mapping[str, str]:
    if not version.sealed or version.key is None:
        return {}
    try:
        names = unseal_json(version.key, version.sealed, ABOUT)
    except KeyDestroyed:
        return {}
    return cast("Mapping[str, str]", names)


def put_text(certificate: Certificate, text: str) -> None:
    """Write the content of a certificate that is not saved yet."""
    key = certificate.version.key
    if key is None:
        certificate.content_text = text
    else:
        certificate.sealed = seal(key, text.encode(), ABOUT_CERTIFICATE)


def text_of(certificate: Certificate) -> str:
    """The content of a certificate, byte for byte; "" where it is destroyed."""
    if certificate.sealed is None or certificate.version.key is None:
        return certificate.content_text
    try:
        return unseal(certificate.version.key, certificate.sealed, ABOUT_CERTIFICATE).decode()
    except KeyDestroyed:
        return ""


def reseal(version: RecordVersion, key: Key) -> None:
    """Seal a version, and its certificate, with another key; both are saved.

    Raises:
        KeyDestroyed: the key before is destroyed.
    """
    certificate = Certificate.objects.filter(version=version).first()
    text = None if certificate is None else text_of(certificate)
    names = dict(_names_in(version))
    version.key, version.sealed = key, seal_json(key, names, ABOUT)
    version.save(update_fields=["key", "sealed"])
    if certificate is not None and certificate.sealed is not None and text is not None:
        certificate.sealed = seal(key, text.encode(), ABOUT_CERTIFICATE)
        certificate.save(update_fields=["sealed"])
