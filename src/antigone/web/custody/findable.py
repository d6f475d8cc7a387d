"""Keeping samples and packets findable by word."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.web.custody.models import Packet, Sample
from antigone.web.records.findable import Kind, Texts, let_find


def find_samples(incident: int, samples: Iterable[Sample]) -> None:
    """Let samples be found by their code, and by whose they are."""
    let_find(incident, Kind.SAMPLE, ((one.pk, sample_texts(one)) for one in samples))


def sample_texts(sample: Sample) -> Texts:
    """By what a sample is found: its own code, the number of the remains or the donor's code."""
    if sample.remains is not None:
        return Texts((sample.code, sample.remains.number))
    return Texts((sample.code, sample.person.donor_code if sample.person else ""))


def find_packets(incident: int, packets: Iterable[Packet]) -> None:
    """Let packets be found by their code, the number of the remains, and what is in them."""
    let_find(incident, Kind.PACKET, ((one.pk, packet_texts(one)) for one in packets))


def packet_texts(packet: Packet) -> Texts:
    """By what a packet is found."""
    return Texts((packet.code, packet.remains.number), (packet.contents,))
