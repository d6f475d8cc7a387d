"""Small valid files that tests change in one place each."""

from __future__ import annotations

import json
from typing import Any

from antigone.formats.record_json_writer import am_record_json, pm_record_json
from tests.formats.records import FULL_AM, FULL_PM

MARKERS: list[dict[str, Any]] = [
    {
        "name": "TH01",
        "chrom": "A",
        "alleles": ["6", "7", "9.3"],
        "freqs": [0.25, 0.25, 0.5],
        "mutation": {
            "model": "equal",
            "female": {"model": "equal", "rate": 0.001},
            "male": {"model": "equal", "rate": 0.002},
        },
    },
    {"name": "D5S818", "alleles": ["10", "11"], "freqs": [0.5, 0.5], "mutation": {"model": "none"}},
]

TRIO = [
    {"id": "F", "father": None, "mother": None, "sex": "M"},
    {"id": "M", "father": None, "mother": None, "sex": "F"},
    {"id": "C", "father": "F", "mother": "M", "sex": "U"},
]

_CASE: dict[str, Any] = {
    "id": "trio",
    "theta": 0,
    "hypotheses": {"H1": {"pedigree": TRIO}, "H2": {"pedigree": TRIO}},
    "markers": [
        MARKERS[0] | {"genotypes": {"F": ["6", "7"], "C": ["6", None]}},
        MARKERS[1] | {"genotypes": {"M": ["10", "10"]}},
    ],
}

_DVI: dict[str, Any] = {
    "victims": [{"id": "V1", "sex": "M"}, {"id": "V2", "sex": "U"}],
    "families": [
        {"name": "F1", "pedigree": TRIO, "missing": ["C"]},
        {
            "name": "F2",
            "pedigree": [
                {"id": "F", "father": None, "mother": None, "sex": "M"},
                {"id": "M3", "father": "F", "mother": None, "sex": "F"},
                {"id": "R", "father": "F", "mother": None, "sex": "F"},
            ],
            "missing": ["M3"],
        },
    ],
    "missing": ["M3", "C"],
    "markers": MARKERS,
    "genotypes": {
        "V1": {"TH01": ["6", "7"]},
        "V2": {"TH01": ["6", "9.3"], "D5S818": ["10", None]},
        "M": {"TH01": ["6", "6"]},
        "R": {"D5S818": ["10", "11"]},
    },
    "pairings": {"V1": ["*", "C"]},
}


def _copy(document: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(document))
    return copied


def case() -> dict[str, Any]:
    """A kinship case: the same trio under both hypotheses."""
    return _copy(_CASE)


def incident() -> dict[str, Any]:
    """Two remains, two families with one missing person each."""
    return _copy(_DVI)


def incident_with_records() -> dict[str, Any]:
    """The same incident with all that may be known besides DNA of V1 and of C."""
    document = incident()
    document["victims"][0]["record"] = pm_record_json(FULL_PM)
    document["victims"][1]["record"] = {"state": "fresh"}
    document["families"][0]["records"] = {"C": am_record_json(FULL_AM)}
    return _copy(document)


def sample_pair() -> dict[str, Any]:
    """Two samples to be compared directly, one of them degraded."""
    return _copy(
        {
            "profiles": {"V1": {"TH01": ["6", "7"]}, "M3": {"TH01": ["6", "6"]}},
            "markers": MARKERS,
            "theta": 0.01,
            "dropout": {"M3": {"TH01": 0.2}},
            "database_size": 100,
        }
    )


def haplotypes() -> dict[str, Any]:
    """A trio with haplotypes of both lines."""
    count = {"seen": 0, "size": 99, "theta": 0.01}
    sequence = {"ranges": [[16024, 576]], "differences": ["263G"]}
    return _copy(
        {
            "pedigree": TRIO,
            "missing": "C",
            "y": {
                "remains": {"DYS19": ["14"]},
                "relatives": {"F": {"DYS19": ["14"]}},
                "rates": {"DYS19": 0.002},
                "count": count,
            },
            "mt": {"remains": sequence, "relatives": {"M": sequence}, "count": count},
        }
    )


def encoded(document: object) -> bytes:
    """The document as the bytes of a file."""
    return json.dumps(document).encode()


FAM_PERSON = """{open}Person {number}{close}
Name= {name}
Gender= {gender}
{deeper}DNA data{deepest}
nSystems= {count}
"""


def fam_person(
    depth: int, number: int, name: str, gender: str, genotypes: dict[str, tuple[str, str]]
) -> str:
    """A person of the [DVI] block with headings of so many brackets."""
    text = FAM_PERSON.format(
        open="[" * depth,
        close="]" * depth,
        deeper="[" * (depth + 1),
        deepest="]" * (depth + 1),
        number=number,
        name=name,
        gender=gender,
        count=len(genotypes),
    )
    return text + "".join(
        f"SystemName= {system}\nAllele1= {a}\nAllele2= {b}\n"
        for system, (a, b) in genotypes.items()
    )


def fam_family(
    number: int,
    name: str,
    persons: list[tuple[str, str, dict[str, tuple[str, str]]]],
    pedigrees: dict[str, list[tuple[str, str]]],
) -> str:
    """A reference family of the [DVI] block."""
    parts = [f"[[[Family {number} ]]]\nName= {name}\n[[[[Persons]]]]\nnPersons= {len(persons)}\n"]
    parts += [fam_person(5, i, *person) for i, person in enumerate(persons, start=1)]
    parts.append(f"[[[[Pedigrees]]]]\nnPedigrees= {len(pedigrees)}\n")
    for i, (title, relations) in enumerate(pedigrees.items(), start=1):
        parts.append(f"[[[[[Pedigree {i}]]]]]\nName= {title}\nnRelations= {len(relations)}\n")
        parts += [f"Parent= {parent}\nChild= {child}\n" for parent, child in relations]
    return "".join(parts)


def fam_system(
    name: str,
    alleles: dict[str, str],
    rates: tuple[str, str] = ("0", "0"),
    models: tuple[int, int] = (0, 0),
    rate2: tuple[str, str] = ("0.0", "0.0"),
) -> str:
    """A system of the database."""
    count = len(alleles)
    head = [f'"{name}"', *rates, *map(str, models), str(count), "0.1", "0.2", *rate2, "#FALSE#"]
    head += ["0", f"{count}\t(DatabaseSize = 2500 , Dropout probability = 0 , "]
    text = "\n".join(head) + "Minor allele frequency = 0 )\n"
    return text + "".join(f'"{label}"\n{value}\n' for label, value in alleles.items())


def fam_file(systems: list[str], remains: list[str], families: list[str], theta: str = "0") -> str:
    """A whole Familias file."""
    notes = "\n" * len(families)
    return (
        '"Output from Familias, version 3.3"\n"DO NOT EDIT!"\n3.3 (DVI)\n""\n0\n'
        '"Known relations"\n0\n0\n0\n0\n'
        f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {theta} )\n{len(systems)}\n"
        f'#TRUE#\n"A database"\n{"".join(systems)}\n'
        f"[DVI]\n[[Unidentified persons]]\nnPersons= {len(remains)}\n{''.join(remains)}"
        f"[[Notes]]\nnFamilies= {len(families)}\n{notes}"
        f"[[Reference Families]]\nnFamilies= {len(families)}\n{''.join(families)}"
        "[Prior]\nUseList= Yes\nSize= 3\n[Advanced]\n[[Direct/Identity]]\n"
        "Dropin= 0\nDropout= 0\nError= 0\n[[Other]]\nNumberOfDecimals= 10\n"
    )


L1 = fam_system("L1", {"1": "0.25", "2": "0.25", "3": "0.5"})
V1 = fam_person(3, 1, "V1", "Male", {"L1": ("1", "2")})
SIMPLE_FAMILY = fam_family(
    1,
    "Family A",
    [("Mother", "Female", {"L1": ("1", "1")}), ("Missing male 1", "Male", {})],
    {"Reference pedigree": [], "Tree": [("Mother", "Missing person")]},
)


def simple_fam() -> str:
    """One system, one remains, one family that seeks a child."""
    return fam_file([L1], [V1], [SIMPLE_FAMILY])
