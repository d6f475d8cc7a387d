"""One dead person as the law of war asks for it: what a record says, and what goes to the Bureau.

Fields (a) to (h) are those of the First Geneva Convention, article 16; rank, the father's first name, the
mother's maiden name and whom to inform are those of the Third, article 122; burial is article 17.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Burial:
    """Where a dead person rests, and how this was done (article 17).

    Args:
        kind: "burial", "cremation", "at_sea" or "other".
        day: ISO 8601, as exactly as it is known: YYYY, YYYY-MM or YYYY-MM-DD; "" if unknown.
        place: cemetery or place in words.
        position: plot, row, number; how the grave is found.
        latitude, longitude: WGS 84 in degrees; None where they are not known.
        accuracy_m: of these, in metres.
        marking: what the marker says, word for word.
        individual: alone in the grave; False: together with others, as `reason` says.
        rites: those that were held.
        reason: of a cremation, or of a grave with others.
        disc: "half_with_body", "whole_with_body", "none" or "unknown".
    """

    kind: str
    day: str = ""
    place: str = ""
    position: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    marking: str = ""
    individual: bool = True
    rites: str = ""
    reason: str = ""
    disc: str = "unknown"


@dataclass(frozen=True, slots=True)
class Packet:
    """A sealed packet of effects: what it holds in full, and what is known of the owner.

    Args:
        number: of the packet.
        seal: number of the seal.
        contents: each article, money with amount and currency; nothing is left out.
        owner: the statement of the owner's particulars that goes with it.
        where: who has it now, in words.
    """

    number: str
    seal: str
    contents: tuple[str, ...]
    owner: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class DeadPerson:
    """The particulars of a dead person; what is not known is "".

    Args:
        number: of the record, e.g. "D-0012"; a correction keeps it and raises `version`.
        version: 1 for the first.
        remains: PM numbers of the body and its parts.
        identified: whether a signed identification stands; False: the particulars are those found on the
            body, and name nobody.
        power: (a) Power on which the person depends.
        service_number: (b) army, regimental, personal or serial number.
        surname, first_names: (c) and (d), as written, in the original script.
        names_latin: both in Latin letters.
        born: (e) ISO 8601, as exactly as it is known.
        card_or_disc: (f) other particulars on identity card or disc.
        died: (g) day of capture or death, ISO 8601; `died_is` says which: "death" or "capture".
        died_where: (g) its place.
        cause: (h) particulars on wounds, illness or cause of death.
        rank, unit: as recorded.
        fathers_first_name, mothers_maiden_name: as recorded.
        birthplace: in words.
        inform: name and address of the person to be informed.
        burial: where the person rests; None: not buried by us.
        packets: of effects, each sealed.
        documents: wills and other papers of importance to the family, half of a disc, by what they are.
        withheld: names of fields that are withheld from this recipient.
    """

    number: str
    version: int
    remains: tuple[str, ...]
    identified: bool
    power: str = ""
    service_number: str = ""
    surname: str = ""
    first_names: str = ""
    names_latin: str = ""
    born: str = ""
    card_or_disc: str = ""
    died: str = ""
    died_is: str = "death"
    died_where: str = ""
    cause: str = ""
    rank: str = ""
    unit: str = ""
    fathers_first_name: str = ""
    mothers_maiden_name: str = ""
    birthplace: str = ""
    inform: str = ""
    burial: Burial | None = None
    packets: tuple[Packet, ...] = ()
    documents: tuple[str, ...] = ()
    withheld: tuple[str, ...] = field(default=())
