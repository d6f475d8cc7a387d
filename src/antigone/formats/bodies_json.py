"""Parts of one body, and remains that look like relatives, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.formats.result_json import number_json
from antigone.provenance import JsonValue
from antigone.reconcile.bodies import ASSUMPTIONS, Bodies
from antigone.reconcile.direct import DirectComparison
from antigone.reconcile.related_remains import RelatedRemains


def direct_json(direct: DirectComparison) -> dict[str, JsonValue]:
    """Parts of one body, and leads; null where remains were not compared with each other."""
    value: dict[str, JsonValue] = {"bodies": None}
    if direct.bodies is not None:
        value["bodies"] = bodies_json(
            direct.bodies,
            compared_as_one=direct.compared_as_one,
            contradictions=direct.contradictions,
        )
    related = direct.related
    value["related_remains"] = None if related is None else related_remains_json(related)
    value["remains_not_compared"] = direct.refusal
    return value


def bodies_json(
    bodies: Bodies, *, compared_as_one: bool, contradictions: Mapping[str, tuple[str, ...]]
) -> dict[str, JsonValue]:
    """Which remains are parts of one body.

    Args:
        bodies: what was found.
        compared_as_one: whether results are of bodies; else each of the parts stands by itself.
        contradictions: by body, between the records of its parts.
    """
    return {
        "compared_as_one": compared_as_one,
        "joined": [
            {
                "id": body.id,
                "parts": list(body.parts),
                "links": [
                    {
                        "remains": [link.first, link.second],
                        "log10_lr": number_json(link.log10_lr),
                        "log10_lr_relatives": number_json(link.log10_lr_relatives),
                        "posterior": link.posterior,
                    }
                    for link in body.links
                ],
                "contradictions": list(contradictions.get(body.id, ())),
            }
            for body in bodies.joined
        ],
        "not_joined": [
            {"remains": list(group.parts), "reasons": list(group.reasons)}
            for group in bodies.not_joined
        ],
        "least_posterior": bodies.least_posterior,
        "prior_odds": bodies.prior_odds,
        "assumptions": list(ASSUMPTIONS),
    }


def related_remains_json(related: RelatedRemains) -> dict[str, JsonValue]:
    """Leads: remains that look like relatives."""
    return {
        "pairs": [
            {
                "remains": [pair.first, pair.second],
                "relationship": pair.relationship.value,
                "log10_lr": number_json(pair.log10_lr),
                "log10_lr_one_person": number_json(pair.log10_lr_one_person),
                "in_words": str(pair),
            }
            for pair in related.pairs
        ],
        "least_log10_lr": related.least_log10_lr,
        "expected_false": related.expected_false,
    }
