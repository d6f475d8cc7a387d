"""What the cells of one locus say: alleles, nothing, or something that is no allele."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from antigone.formats.genotype_table import Seen, as_seen
from antigone.formats.problems import shown
from antigone.words import Said, said

NOTHING = frozenset(
    (
        *("", "-", "--", "–", "—", ".", "*", "_", "-9", "N", "NN", "NA", "N/A", "#N/A", "NAN"),
        *("ND", "N.D.", "NR", "N.R.", "NULL", "NONE", "INC", "INCONCLUSIVE", "NEG", "FAILED"),
        *("NO RESULT", "NO DATA"),
    )
)
"""Cells that say that nothing was seen, in capitals."""

UNKNOWN = frozenset({"?", "F", "DROPOUT", "DROP-OUT"})
"""Cells that say that there is an allele which was not seen (F: any, as databases write it)."""

NO_ALLELE = re.compile(r"(?:OL|OMR)[+\-?]?|[<>≤≥]\d{1,3}(?:[.,]\d)?", re.IGNORECASE | re.ASCII)
"""Off the ladder, out of the marker's range, or beyond an end of the ladder."""

MOST_COPIES = 4
"""Most copies of one locus on the Y chromosome that are read."""

_ALLELE = re.compile(r"0*(?P<repeats>[1-9]\d{0,2})(?:[.,](?P<rest>\d)0*)?", re.ASCII)
_PAIR = re.compile(r"(?P<first>\d{1,3}(?:\.\d)?),(?P<second>\d{1,3}(?:\.\d)?)", re.ASCII)
_BETWEEN = re.compile(r"[\s/;|]+|(?<=[\dXY])-(?=[\dXY])")
_DATE = re.compile(
    r"\d{1,2}[-. /]*[^\W\d_]{3,4}\.?|[^\W\d_]{3,4}\.?[-. /]*\d{2,4}|\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}"
    r"|\d{4}-\d\d-\d\d.*"
)


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the cells of one locus.

    Args:
        alleles: in the order of the cells; None for one that is said to be unknown.
        off: what is no allele and yet was seen.
    """

    alleles: Seen = ()
    off: tuple[str, ...] = ()


class NoAllele(ValueError):
    """A cell holds no allele, or too many; `words` say what is allowed."""

    def __init__(self, words: Said, cell: int = 0) -> None:
        super().__init__(words)
        self.words = words
        self.cell = cell


@lru_cache(maxsize=1 << 16)
def read_cells(
    texts: tuple[str, ...], *, of_sex: bool = False, own: frozenset[str] = frozenset()
) -> Cells:
    """The alleles in the cells of one locus.

    Args:
        texts: of the cells. Where there is one, it holds all alleles, with a slash, comma, semicolon,
            blank or hyphen between them; where there are several, each holds one at most.
        of_sex: the locus is amelogenin, whose alleles are X and Y.
        own: labels of the incident's own alleles at this locus, which are read as they are.

    Raises:
        NoAllele: in `cell` (counted from 0) stands something else.

    >>> read_cells(("9.3/10",)).alleles, read_cells(("9,3", "?")).alleles, read_cells(("OL, 15, ,",))
    (('9.3', '10'), ('9.3', None), Cells(alleles=('15',), off=('OL',)))
    """
    alleles: list[str | None] = []
    off: list[str] = []
    for number, text in enumerate(texts):
        whole = " ".join(text.split())
        try:
            several = len(texts) == 1 and whole not in own
            for part in _parts(whole, of_sex=of_sex) if several else [whole]:
                if part in own:
                    alleles.append(part)
                elif part.upper() in UNKNOWN:
                    alleles.append(None)
                elif NO_ALLELE.fullmatch(part):
                    off.append(part)
                elif part.upper() not in NOTHING:
                    alleles.append(_allele(part, whole, of_sex=of_sex))
        except NoAllele as error:
            raise NoAllele(error.words, number) from error
    return Cells(tuple(alleles), tuple(off))


@lru_cache(maxsize=1 << 16)
def seen_of_person(alleles: Seen) -> Seen:
    """What was seen of one person at a locus of which everybody has two copies.

    Raises:
        NoAllele: three different alleles.

    >>> seen_of_person(("10", "9")), seen_of_person(("9",)), seen_of_person(("9", "9", None))
    (('9', '10'), ('9',), ('9', '9'))
    """
    known = [allele for allele in alleles if allele is not None]
    different = tuple(dict.fromkeys(known))
    if len(different) > 2:
        raise NoAllele(_too_many(different, 2))
    if len(different) == 2:
        return as_seen(*different)
    if not different:
        return ()
    if len(known) > 1:
        return (different[0], different[0])
    return (different[0], None) if len(alleles) > 1 else different


@lru_cache(maxsize=1 << 16)
def seen_of_man(alleles: Seen) -> tuple[str, ...]:
    """What was seen at a locus of the Y chromosome; copies that are all alike are written once.

    Raises:
        NoAllele: more alleles than a locus has copies.

    >>> seen_of_man(("14", "11")), seen_of_man(("10", "10"))
    (('11', '14'), ('10',))
    """
    known = [allele for allele in as_seen(*alleles) if allele is not None]
    if len(known) > MOST_COPIES:
        raise NoAllele(_too_many(tuple(known), MOST_COPIES))
    return tuple(known) if len(set(known)) > 1 else tuple(known[:1])


def _too_many(alleles: tuple[str, ...], most: int) -> Said:
    return said(
        "{count} alleles ({alleles}); allowed for one person are {most}. This may be a mixture of persons "
        "or a pattern of three alleles: leave the locus empty, and write what was seen in the notes on "
        "quality",
        count=len(alleles),
        alleles=", ".join(alleles),
        most=most,
    )


def _parts(text: str, *, of_sex: bool) -> list[str]:
    """The alleles that one cell holds; a comma divides them where it cannot be a decimal comma."""
    if text.upper() in NOTHING:
        return []
    if of_sex and text.upper() in ("XX", "XY"):
        return list(text)
    pair = _PAIR.fullmatch(text)
    if pair:
        _refuse_ambiguous(pair)
        return [pair["first"], pair["second"]]
    text = text if _BETWEEN.search(text) else text.replace(",", " ")
    return [part for piece in _BETWEEN.split(text) if (part := piece.strip(","))]


def _refuse_ambiguous(pair: re.Match[str]) -> None:
    first, second = pair["first"], pair["second"]
    if "." in first or second not in ("1", "2", "3", "4"):
        return
    raise NoAllele(
        said(
            "{text} may be the allele {variant}, or the alleles {first} and {second}; write {variant} or "
            "{first}/{second}",
            text=shown(pair[0]),
            variant=f"{first}.{second}",
            first=first,
            second=second,
        )
    )


def _allele(text: str, whole: str, *, of_sex: bool) -> str:
    if of_sex and text.upper() in ("X", "Y"):
        return text.upper()
    found = _ALLELE.fullmatch(text)
    if found is None or of_sex:
        raise NoAllele(_why_not(text, whole, of_sex=of_sex))
    rest = found["rest"]
    return found["repeats"] if rest in (None, "0") else f"{found['repeats']}.{rest}"


def _why_not(text: str, whole: str, *, of_sex: bool) -> Said:
    if of_sex:
        return said("{text} is no allele of amelogenin; allowed are X and Y", text=shown(whole))
    if _DATE.fullmatch(whole):
        return said(
            "{text} is a date: a spreadsheet has changed the allele. Export the table anew, and open it "
            "with all columns as text",
            text=shown(whole),
        )
    if text == whole and (_PAIR.fullmatch(text) or _BETWEEN.search(text)):
        return said(
            "{text} holds several alleles; allowed is one in a cell where a locus has several columns",
            text=shown(whole),
        )
    if text.strip("0") == "":
        return said("0 is no allele; leave the cell empty where nothing was seen")
    return said(
        "{text} is no allele; allowed are numbers as 9 or 9.3, ? for one that was not seen, OL, or nothing",
        text=shown(whole),
    )
