"""The frequency database of a Familias file: its systems become markers.

A system is thirteen lines and two per allele: name; mutation rate, model and range of women and of
men in turn; rate between microgroups; silent allele; number of alleles with database size, drop-out
probability and minimum frequency; then label and frequency of each allele.
"""

from __future__ import annotations

import re

from antigone.formats.familias_text import EXPECTED, Line, Lines
from antigone.formats.problems import ProblemList, Refused, shown
from antigone.genetics.markers import Marker, MarkerError
from antigone.genetics.mutation import (
    NO_MUTATION,
    MutationModel,
    MutationModelError,
    transition_matrix,
)

MOST_SYSTEMS = 2_000
MOST_ALLELES = 1_000

_DATABASES = re.compile(
    r"#(?P<computed>TRUE|FALSE)#.*#Databases:\s*(?P<count>\d+).*Fst:\s*(?P<theta>[^\s)]+)"
)
_SETTING = re.compile(r"([A-Za-z ]+?)\s*=\s*([^\s,)]+)")

_MODELS = {0: "equal", 1: "proportional", 2: "stepwise", 3: "stationary", 4: "stepwise"}
_MODEL_WORDS = "0 equal, 1 proportional, 2 stepwise, 4 extended stepwise"


def read_database(lines: list[Line], problems: ProblemList, notices: list[str]) -> list[Marker]:
    """The markers of the lines before the [DVI] block; what is wrong with one is noted.

    Raises:
        Refused: the layout is not known, so that nothing after it can be read.
    """
    found = next((i for i, line in enumerate(lines) if _DATABASES.search(line.text)), None)
    if found is None:
        raise Refused("", f"no line with #Databases and Theta/Kinship/Fst; {EXPECTED}")
    _refuse_settings(lines[found], problems)
    rest = Lines(lines[found + 1 :])
    head = rest.take("the number of systems")
    count = head.count("the number of systems")
    if not 1 <= count <= MOST_SYSTEMS:
        raise head.refused(f"{count} systems; allowed are 1 to {MOST_SYSTEMS}")
    if rest.take("#TRUE# where the database has a name").flag("whether the database has a name"):
        rest.take("the name of the database")
    markers: dict[str, Marker] = {}
    for _ in range(count):
        system = _take_system(rest)
        marker = problems.attempt(system, lambda s: _marker(s, notices))
        if marker and marker.name in markers:
            problems.add(system[0].place, f"system {shown(marker.name)} stands twice")
        if marker:
            markers[marker.name] = marker
    return list(markers.values())


def _refuse_settings(line: Line, problems: ProblemList) -> None:
    settings = _DATABASES.search(line.text)
    if settings is None:
        return
    if settings["computed"] == "TRUE":
        problems.add(line.place, "computed probabilities stand in the file; save it without them")
    if settings["count"] != "1":
        problems.add(line.place, f"{settings['count']} databases; allowed is one")
    try:
        unrelated = float(settings["theta"]) == 0.0
    except ValueError:
        unrelated = False
    if not unrelated:
        problems.add(
            line.place,
            f"theta (Kinship/Fst) is {shown(settings['theta']).strip(chr(39))}; related founders "
            "are not supported yet: set it to 0",
        )


def _take_system(lines: Lines) -> list[Line]:
    system = [lines.take("a line of a system") for _ in range(13)]
    count = _alleles(system[12])
    return system + [lines.take("an allele or its frequency") for _ in range(2 * count)]


def _alleles(line: Line) -> int:
    count = Line(line.number, line.text.split("\t")[0].split("(")[0]).count("the number of alleles")
    if not 1 <= count <= MOST_ALLELES:
        raise line.refused(f"{count} alleles; allowed are 1 to {MOST_ALLELES}")
    return count


def _marker(system: list[Line], notices: list[str]) -> Marker:
    name = system[0].name("the name of a system")
    labels, numbers = system[13::2], system[14::2]
    alleles = tuple(label.name("allele") for label in labels)
    frequencies = tuple(n.number_from(0.0, 1.0, "the frequency of an allele") for n in numbers)
    _refuse_silent(name, system)
    if system[5].count("the number of alleles") != len(alleles):
        raise system[5].refused(
            f"{system[5].unquoted} alleles here, but {len(alleles)} in {system[12].place}"
        )
    _read_settings(name, system[12], frequencies, notices)
    female = _model(name, "female", _lines_of(system, 0), alleles, frequencies, notices)
    male = _model(name, "male", _lines_of(system, 1), alleles, frequencies, notices)
    try:
        return Marker(name, alleles, frequencies, mutation_female=female, mutation_male=male)
    except MarkerError as error:
        raise system[0].refused(str(error)) from error


def _lines_of(system: list[Line], sex: int) -> tuple[Line, Line, Line, Line]:
    """Rate, model, range and rate2 of women (0) or men (1)."""
    return system[1 + sex], system[3 + sex], system[6 + sex], system[8 + sex]


def _refuse_silent(name: str, system: list[Line]) -> None:
    frequency = system[11].number_from(0.0, 1.0, "the frequency of a silent allele")
    if system[10].flag("whether there is a silent allele") or frequency > 0.0:
        raise system[10].refused(
            f"system {shown(name)} has a silent allele, which is not supported yet: remove it"
        )


def _read_settings(
    name: str, line: Line, frequencies: tuple[float, ...], notices: list[str]
) -> None:
    settings = {key.strip().lower(): value for key, value in _SETTING.findall(line.text)}
    dropout = _setting(line, settings, "dropout probability")
    if dropout > 0.0:
        raise line.refused(
            f"system {shown(name)} has a drop-out probability of {dropout:g}, which is not "
            "supported yet: set it to 0"
        )
    minimum = _setting(line, settings, "minor allele frequency")
    if any(frequency < minimum for frequency in frequencies):
        notices.append(
            f"{line.place}: the minimum frequency {minimum:g} of {name} is not applied; the "
            "frequencies are used as written."
        )


def _setting(line: Line, settings: dict[str, str], name: str) -> float:
    return Line(line.number, settings.get(name, "0")).number_from(0.0, 1.0, f"the {name}")


def _model(
    name: str,
    sex: str,
    lines: tuple[Line, Line, Line, Line],
    alleles: tuple[str, ...],
    frequencies: tuple[float, ...],
    notices: list[str],
) -> MutationModel:
    """The model of one sex, from the lines with its rate, code, range and rate2."""
    rate = lines[0].number_from(0.0, 1.0, f"the {sex} mutation rate")
    code = lines[1].count(f"the {sex} mutation model")
    if code not in _MODELS:
        raise lines[1].refused(f"mutation model {code}; allowed are {_MODEL_WORDS}")
    between = lines[3].number_from(0.0, 1.0, f"the {sex} mutation rate between microgroups")
    stepwise = _MODELS[code] == "stepwise"
    if rate == 0.0 and not (stepwise and between > 0.0):
        return NO_MUTATION
    if _MODELS[code] == "stationary":
        raise lines[1].refused(
            f"system {shown(name)} has mutation model 3 (stepwise, made stationary), which is not "
            f"supported; allowed are {_MODEL_WORDS}"
        )
    try:
        if stepwise:
            steps = lines[2].number_from(0.0, 1000.0, f"the {sex} mutation range")
            model = MutationModel("stepwise", rate, between, steps)
        else:
            model = MutationModel(_MODELS[code], rate)
        transition_matrix(model, alleles, frequencies)
    except MutationModelError as error:
        raise lines[1].refused(f"system {shown(name)}: {error}") from error
    if code == 2:
        notices.append(
            f"{lines[1].place}: mutation model 2 of {name} ({sex}) is read as stepwise, steps "
            "counted in repeats."
        )
    return model
