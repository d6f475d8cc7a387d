"""Typed numbers of `implants.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.evidence.presence_tables import (
    PRESENCE_KEYS,
    PresenceTables,
    read_named_kinds,
    read_presence,
)
from antigone.evidence.table_cursor import TableCursor


@dataclass(frozen=True)
class SerialNumbers:
    """How serial numbers are read, and how often two implants share one.

    Args:
        misread_one: of one implant, probability that one character differs between two readings.
        differs: that more differs, or that another implant was read: replaced, or one beside it.
        doubled: of two persons' implants, probability that both numbers read the same all the same.
        one_apart: that they differ in one character, as numbers of one batch do.
        least_characters: a shorter number is not compared.
    """

    misread_one: float
    differs: float
    doubled: float
    one_apart: float
    least_characters: int


@dataclass(frozen=True)
class ImplantTables:
    """Numbers of `implants.toml`.

    Args:
        presence: by kind, how common implants are and how often they are told and seen.
        serial: of serial numbers.
        maker_share: least share of a maker among implants.
        maker_error: probability that the maker of one implant is told as if of two.
        prior_implants: so many implants `maker_share` counts for beside the AM file.
    """

    presence: PresenceTables
    serial: SerialNumbers
    maker_share: float
    maker_error: float
    prior_implants: float


def read_implants(table: TableCursor) -> ImplantTables:
    """The numbers of `implants.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, shares do not sum to 1.
    """
    of = table.exactly(*PRESENCE_KEYS, "serial", "maker_share", "maker_error", "prior_implants")
    return ImplantTables(
        presence=read_presence(of, *read_named_kinds(of["kinds"])),
        serial=_serial(of["serial"]),
        maker_share=of["maker_share"].number(1e-4, 0.9),
        maker_error=of["maker_error"].rate(),
        prior_implants=of["prior_implants"].above_zero(),
    )


def _serial(table: TableCursor) -> SerialNumbers:
    of = table.exactly(*SerialNumbers.__dataclass_fields__)
    serial = SerialNumbers(
        misread_one=of["misread_one"].rate(),
        differs=of["differs"].rate(),
        doubled=of["doubled"].rate(),
        one_apart=of["one_apart"].rate(),
        least_characters=of["least_characters"].integer(3, 30),
    )
    if serial.misread_one + serial.differs >= 0.5 or serial.doubled + serial.one_apart >= 0.5:
        raise table.refused(
            "two rates sum to 0.5 or more; a serial number must tell implants apart"
        )
    return serial
