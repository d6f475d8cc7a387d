"""The frequency database of a Familias file: its systems become markers.

A system is thirteen lines and two per allele: name; mutation rate, model and range of women and of
men in turn; rate between microgroups; silent allele; number of alleles with database size, drop-out
probability and minimum frequency; then label and frequency of each allele. The first of the two numbers
of alleles counts a silent one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.formats.familias_text import EXPECTED, Line, Lines
from antigone.formats.problems import ProblemList, Refused, shown
from antigone.genetics.markers import Marker, MarkerError
from antigone.genetics.mutation import (
    NO_MUTATION,
    MutationModel,
    MutationModelError,
    transition_matrix,
)
from antigone.words import said

MOST_SYSTEMS = 2_000
MOST_ALLELES = 1_000

_DATABASES = re.compile(
    r"#(?P<computed>TRUE|FALSE)#.*#Databases:\s*(?P<count>\d+).*Fst:\s*(?P<theta>[^\s)]+)"
)
_SETTING = re.compile(r"([A-Za-z ]+?)\s*=\s*([^\s,)]+)")

_ON_X = re.compile(r"(DXS?\d|HPRTB\b)", re.IGNORECASE)
_ON_Y = re.compile(r"(DY[SFZ]\d|Y[-_ ]?GATA|YINDEL)", re.IGNORECASE)
_AMELOGENIN = re.compile(r"AMEL", re.IGNORECASE)

_MODELS = {0: "equal", 1: "proportional", 2: "stepwise", 3: "stationary", 4: "stepwise"}
_MODEL_WORDS = said("0 equal, 1 proportional, 2 stepwise, 4 extended stepwise")
_NUMBERS_OF_MODEL = {
    "female": (
        said("the female mutation rate"),
        said("the female mutation model"),
        said("the female mutation rate between microgroups"),
        said("the female mutation range"),
    ),
    "male": (
        said("the male mutation rate"),
        said("the male mutation model"),
        said("the male mutation rate between microgroups"),
        said("the male mutation range"),
    ),
}


@dataclass(frozen=True)
class Database:
    """The systems of a file in its order, None for one that is refused, and its theta."""

    systems: tuple[Marker | None, ...]
    theta: float

    @property
    def by_name(self) -> dict[str, Marker]:
        """The markers that could be read."""
        return {marker.name: marker for marker in self.systems if marker is not None}


def read_database(
    lines: list[Line], problems: ProblemList, notices: list[str], expected: str = EXPECTED
) -> Database:
    """The markers of the lines before the [DVI] block; what is wrong with one is noted.

    Raises:
        Refused: the layout is not known, so that nothing after it can be read.
    """
    found = next((i for i, line in enumerate(lines) if _DATABASES.search(line.text)), None)
    if found is None:
        raise Refused(
            "",
            said("no line with #Databases and Theta/Kinship/Fst; {expected}", expected=expected),
        )
    theta = _settings(lines[found], problems)
    rest = Lines(lines[found + 1 :])
    head = rest.take(said("the number of systems"))
    count = head.count(said("the number of systems"))
    if not 1 <= count <= MOST_SYSTEMS:
        raise head.refused(
            said("{count} systems; allowed are 1 to {most}", count=count, most=MOST_SYSTEMS)
        )
    named = rest.take(said("#TRUE# where the database has a name"))
    if named.flag(said("whether the database has a name")):
        rest.take(said("the name of the database"))
    seen: set[str] = set()
    systems: list[Marker | None] = []
    for _ in range(count):
        system = _take_system(rest)
        marker = problems.attempt(system, lambda s: _marker(s, notices))
        if marker and marker.name in seen:
            problems.add(
                system[0].place, said("system {name} stands twice", name=shown(marker.name))
            )
        seen |= {marker.name} if marker else set()
        systems.append(marker)
    return Database(tuple(systems), theta)


def refuse_theta(database: Database, lines: list[Line], problems: ProblemList) -> None:
    """Note a theta above 0, with which an incident cannot be compared."""
    line = next(line for line in lines if _DATABASES.search(line.text))
    if database.theta > 0.0:
        problems.add(line.place, _theta_refused(f"{database.theta:g}"))


def _theta_refused(theta: str) -> str:
    return said(
        "theta (Kinship/Fst) is {theta}; related founders are not supported yet: set it to 0",
        theta=theta,
    )


def _settings(line: Line, problems: ProblemList) -> float:
    """Theta of the line that says it; what else stands there must be as usual."""
    settings = _DATABASES.search(line.text)
    if settings is None:
        return 0.0
    if settings["computed"] == "TRUE":
        problems.add(
            line.place, said("computed probabilities stand in the file; save it without them")
        )
    if settings["count"] != "1":
        problems.add(line.place, said("{count} databases; allowed is one", count=settings["count"]))
    written = Line(line.number, settings["theta"])
    read = problems.attempt(
        written, lambda w: (w.number_from(0.0, 1.0, said("theta (Kinship/Fst)")),)
    )
    return read[0] if read else 0.0


def _take_system(lines: Lines) -> list[Line]:
    system = [lines.take(said("a line of a system")) for _ in range(13)]
    count = _alleles(system[12])
    return system + [lines.take(said("an allele or its frequency")) for _ in range(2 * count)]


def _alleles(line: Line) -> int:
    number = Line(line.number, line.text.split("\t")[0].split("(")[0])
    count = number.count(said("the number of alleles"))
    if not 1 <= count <= MOST_ALLELES:
        raise line.refused(
            said("{count} alleles; allowed are 1 to {most}", count=count, most=MOST_ALLELES)
        )
    return count


def _marker(system: list[Line], notices: list[str]) -> Marker:
    name = system[0].name(said("the name of a system"))
    fault = fault_of_system(name)
    if fault:
        raise system[0].refused(fault)
    labels, numbers = system[13::2], system[14::2]
    alleles = tuple(label.name(said("allele")) for label in labels)
    frequency = said("the frequency of an allele")
    frequencies = tuple(n.number_from(0.0, 1.0, frequency) for n in numbers)
    silent = _silent(name, system)
    count = system[5].count(said("the number of alleles"))
    if count not in (len(alleles), len(alleles) + (silent > 0.0)):
        raise system[5].refused(
            said(
                "{count} alleles here, but {found} in {place}",
                count=system[5].unquoted,
                found=len(alleles),
                place=system[12].place,
            )
        )
    _read_settings(name, system[12], frequencies, notices)
    female = _model(name, "female", _lines_of(system, 0), alleles, frequencies, notices)
    male = _model(name, "male", _lines_of(system, 1), alleles, frequencies, notices)
    try:
        return Marker(
            name,
            alleles,
            frequencies,
            mutation_female=female,
            mutation_male=male,
            silent_frequency=silent,
        )
    except MarkerError as error:
        raise system[0].refused(str(error)) from error


def fault_of_system(name: str) -> str:
    """Why a system of this name cannot stand in the file: all of them are compared as autosomal."""
    if _ON_X.match(name):
        return said(
            "system {name} lies on the X chromosome, and the file cannot say so: remove it",
            name=shown(name),
        )
    if _ON_Y.match(name):
        return said(
            "system {name} lies on the Y chromosome, and the file cannot say so: remove it",
            name=shown(name),
        )
    if _AMELOGENIN.match(name):
        return said("system {name} tells the sex and is no marker: remove it", name=shown(name))
    return ""


def _lines_of(system: list[Line], sex: int) -> tuple[Line, Line, Line, Line]:
    """Rate, model, range and rate2 of women (0) or men (1)."""
    return system[1 + sex], system[3 + sex], system[6 + sex], system[8 + sex]


def _silent(name: str, system: list[Line]) -> float:
    """Frequency of the silent allele, 0 where there is none."""
    frequency = system[11].number_from(0.0, 1.0, said("the frequency of a silent allele"))
    if system[10].flag(said("whether there is a silent allele")) != (frequency > 0.0):
        raise system[10].refused(
            said(
                "system {name}: a silent allele and its frequency stand together or not at all",
                name=shown(name),
            )
        )
    return frequency


def _read_settings(
    name: str, line: Line, frequencies: tuple[float, ...], notices: list[str]
) -> None:
    settings = {key.strip().lower(): value for key, value in _SETTING.findall(line.text)}
    dropout = _setting(line, settings, "dropout probability", said("the dropout probability"))
    if dropout > 0.0:
        raise line.refused(
            said(
                "system {name} has a drop-out probability of {dropout}, which is not supported yet: "
                "set it to 0",
                name=shown(name),
                dropout=f"{dropout:g}",
            )
        )
    minimum = _setting(line, settings, "minor allele frequency", said("the minor allele frequency"))
    if any(frequency < minimum for frequency in frequencies):
        notices.append(
            said(
                "{place}: the minimum frequency {minimum} of {name} is not applied; the frequencies "
                "are used as written.",
                place=line.place,
                minimum=f"{minimum:g}",
                name=name,
            )
        )


def _setting(line: Line, settings: dict[str, str], name: str, what: str) -> float:
    return Line(line.number, settings.get(name, "0")).number_from(0.0, 1.0, what)


def _model(
    name: str,
    sex: str,
    lines: tuple[Line, Line, Line, Line],
    alleles: tuple[str, ...],
    frequencies: tuple[float, ...],
    notices: list[str],
) -> MutationModel:
    """The model of one sex, from the lines with its rate, code, range and rate2."""
    its_rate, its_model, its_between, its_range = _NUMBERS_OF_MODEL[sex]
    rate = lines[0].number_from(0.0, 1.0, its_rate)
    code = lines[1].count(its_model)
    if code not in _MODELS:
        raise lines[1].refused(
            said("mutation model {code}; allowed are {allowed}", code=code, allowed=_MODEL_WORDS)
        )
    between = lines[3].number_from(0.0, 1.0, its_between)
    stepwise = _MODELS[code] == "stepwise"
    if rate == 0.0 and not (stepwise and between > 0.0):
        return NO_MUTATION
    if _MODELS[code] == "stationary":
        raise lines[1].refused(
            said(
                "system {name} has mutation model 3 (stepwise, made stationary), which is not "
                "supported; allowed are {allowed}",
                name=shown(name),
                allowed=_MODEL_WORDS,
            )
        )
    try:
        if stepwise:
            steps = lines[2].number_from(0.0, 1000.0, its_range)
            model = MutationModel("stepwise", rate, between, steps)
        else:
            model = MutationModel(_MODELS[code], rate)
        transition_matrix(model, alleles, frequencies)
    except MutationModelError as error:
        raise lines[1].refused(
            said("system {name}: {fault}", name=shown(name), fault=error)
        ) from error
    if code == 2:
        notices.append(
            said(
                "{place}: mutation model 2 of {name} (female) is read as stepwise, steps counted in "
                "repeats.",
                place=lines[1].place,
                name=name,
            )
            if sex == "female"
            else said(
                "{place}: mutation model 2 of {name} (male) is read as stepwise, steps counted in "
                "repeats.",
                place=lines[1].place,
                name=name,
            )
        )
    return model
