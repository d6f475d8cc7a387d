"""The state of a face as the record of the remains has it: it decides whether faces may be compared."""

from __future__ import annotations

from antigone.evidence.face.quality import StateOfBody
from antigone.evidence.records import Region, State
from antigone.web.examination.models import Section
from antigone.web.examination.versions import latest
from antigone.web.records.models import Remains

_OF_HEAD = {
    "skeletonised": StateOfBody.SKELETAL,
    "burned": StateOfBody.BURNT,
    "decomposed": StateOfBody.ADVANCED,
    "damaged": StateOfBody.INJURED_FACE,
    "missing": StateOfBody.INJURED_FACE,
    "detached": StateOfBody.INJURED_FACE,
}
"""What the external examination says of the head, the gravest first."""

_AS_A_WHOLE = {
    State.FRESH: StateOfBody.FRESH,
    State.DECOMPOSED: StateOfBody.ADVANCED,
    State.SKELETAL: StateOfBody.SKELETAL,
}


def state_of_face(remains: Remains) -> StateOfBody:
    """The state of the head where it was examined by itself, else that of the remains as a whole."""
    external = latest(remains, Section.EXTERNAL)
    of_head = external.content.get(f"condition_{Region.HEAD.value}", []) if external else []
    for code, state in _OF_HEAD.items():
        if code in of_head:
            return state
    stated = (remains.record or {}).get("state")
    return StateOfBody.NOT_RECORDED if stated is None else _AS_A_WHOLE[State(stated)]
