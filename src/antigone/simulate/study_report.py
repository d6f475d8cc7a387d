"""The result of a study as Markdown: what was identified, what was wrong, and what was lost."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.evidence.rate_limits import upper_limit
from antigone.simulate.alarms import CONTRADICTS, DOUBTS
from antigone.simulate.reliability import EDGES, MIDDLE, Reliability
from antigone.simulate.study import StudyResult
from antigone.simulate.study_outcome import AlarmCount, Outcome, Rule

_ARMS = {
    "a": "(a) Without clerical error",
    "b": "(b) With exchanged samples and undeclared parents",
}


def study_markdown(result: StudyResult) -> str:
    """Tables of both arms, with a sentence on what they mean."""
    return "\n".join([_head(result), *(_arm(name, of) for name, of in result.arms.items())])


def _head(result: StudyResult) -> str:
    plan, a = result.plan, result.arms["a"]
    records = "with records besides DNA" if plan["records"] else "DNA only, no other record"
    return (
        f"{plan['incidents']} simulated incidents of {plan['families']} families each ({records}), seed "
        f"{plan['seed']}, parameters {str(plan['parameters'])[:12]}: {a.missing:,} persons sought, "
        f"{a.remains:,} remains, {a.identifiable:,} of them of persons sought. Both arms have the same "
        "incidents. Prior: open list with the expected overlap that is true of the simulation. Bodies in "
        "parts are not simulated here: parts are joined by direct comparison before. DNA alone decides at "
        "a joint posterior of 0.9995 after any stated error (ID-01, ID-02). Upper limits are one-sided "
        "95 % (Clopper-Pearson), as if identifications were independent. Where all evidence is counted, the "
        "persons, their records and the errors in these were drawn by the same parameters that the lines "
        f"of evidence know: real records will be worse. Written by `antigone study`, {plan['program']}.\n"
    )


def _arm(name: str, of: Outcome) -> str:
    parts = [f"### {_ARMS[name]}\n", _rules(of), _calibration(of), _shapes(of)]
    if of.wrong:
        parts.append(_wrong(of))
    parts.append(_alarms(of))
    return "\n".join(part for part in parts if part)


def _rules(of: Outcome) -> str:
    rows = [
        [
            name,
            f"{rule.decided:,}",
            f"{rule.wrong:,}",
            _expected(rule),
            f"{upper_limit(rule.wrong, rule.decided):.2e}" if rule.decided else "",
            f"{of.identifiable - rule.right:,} ({_share(of.identifiable - rule.right, of.identifiable)})",
        ]
        for name, rule in of.rules.items()
    ]
    head = [
        "rule", "identified", "wrong", "wrong as stated by the posteriors", "upper limit of the rate",
        "remains of persons sought left without their name",
    ]  # fmt: skip
    text = _table(head, rows)
    notes = []
    if of.refused:
        notes.append(f"{of.refused} incidents had no joint posterior.")
    if of.estimated:
        notes.append(f"{of.estimated:,} remains stood in blocks that could only be sampled.")
    return text + ("\n" + " ".join(notes) + "\n" if notes else "")


def _expected(rule: Rule) -> str:
    return f"{rule.expected_wrong:.2g}"


def _calibration(of: Outcome) -> str:
    parts = []
    for name, table in of.reliabilities.items():
        parts.append(_reliability("DNA alone" if name == "dna" else "all evidence", table))
    return "\n".join(parts)


def _reliability(name: str, of: Reliability) -> str:
    rows = [
        [_bin(i), f"{of.pairs[i]:,}", f"{of.stated[i]:.4g}", f"{of.true[i]:,}"]
        for i in range(len(EDGES))
        if of.pairs[i]
    ]
    middle = sum(of.pairs[slice(*MIDDLE)])
    error, chance = of.calibration_error(*MIDDLE), of.calibration_error_by_chance(*MIDDLE)
    return (
        f"Posteriors, {name}: Brier score {of.mean_brier:.4f} per remains; expected calibration error "
        f"{error:.4f} over the {middle:,} posteriors from 0.01 to 0.99 (by chance alone {chance:.4f}), "
        f"{of.calibration_error():.2e} over all.\n\n"
        + _table(["posterior", "pairs", "true as stated", "true"], rows)
    )


def _bin(place: int) -> str:
    upper = EDGES[place + 1] if place + 1 < len(EDGES) else 1.0
    return f"{EDGES[place]:g} to {upper:g}"


def _shapes(of: Outcome) -> str:
    both = any(shape.by_all for shape in of.shapes.values())
    rows = [
        [
            name,
            f"{shape.identifiable:,}",
            _share(shape.by_dna, shape.identifiable),
            *([_share(shape.by_all, shape.identifiable)] if both else []),
        ]
        for name, shape in sorted(of.shapes.items())
    ]
    extra = ["by either rule"] if both else []
    return _table(["family", "remains of its missing", "rightly named by DNA", *extra], rows)


def _wrong(of: Outcome) -> str:
    rows = [[name, *_alarm_cells(count)] for name, count in sorted(of.wrong.items())]
    return (
        "Wrong identifications, by rule and cause, and what would have warned: the family's own DNA, where "
        "another explanation of it is more probable than the declared pedigree; one relative alone, where "
        f"one donor by themself has a log10 LR of {CONTRADICTS:g} or less; evidence besides DNA, where its "
        f"log10 LR is {DOUBTS:g} or less, or the posterior with it below the threshold.\n\n"
        + _table(["rule and cause", *_ALARM_HEAD], rows)
        + "\n"
        + _REST
    )


_REST = """What none of these calls, more DNA of the same samples cannot call either. Exchanged samples of
remains are caught by a second sample of the body, taken and typed apart, which must agree with the first
(`antigone same-person`); exchanged samples of a family's only donor by a second donor, or a second sample
of the one; an undeclared parent by a relative on the other side. The last two columns say how many these are.
"""


_ALARM_HEAD = (
    "checked", "the family's own DNA", "one relative alone", "evidence besides DNA",
    "any of these",
    "none, but one relative's DNA is all there is", "none",
)  # fmt: skip


def _alarm_cells(count: AlarmCount) -> list[str]:
    left = count.checked - count.any - count.single
    shares = [count.family, count.donor, count.other, count.any, count.single, left]
    return [f"{count.checked:,}", *(f"{n:,} ({_share(n, count.checked)})" for n in shares)]


def _alarms(of: Outcome) -> str:
    rows = [["right identifications by DNA (every tenth)", *_alarm_cells(of.right_alarms)]]
    families = [
        [name, f"{count.checked:,}", f"{count.family:,} ({_share(count.family, count.checked)})"]
        for name, count in sorted(of.family_alarms.items())
    ]
    return (
        "False alarms of the same checks:\n\n"
        + _table(["", *_ALARM_HEAD], rows)
        + "\nFamilies whose own DNA fits another explanation better than the declared pedigree, by what "
        "is wrong with them:\n\n" + _table(["what is wrong", "families", "called"], families)
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100.0 * part / whole:.1f} %" if whole else "-"
