"""The statement behind a legal basis, shown in full and kept as it was shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.web.records.consent import Covered
from antigone.web.records.models import Family, ImportedFile


def statement_for(covered: Covered) -> str:
    """What somebody states when they record a basis for this."""
    if isinstance(covered, ImportedFile):
        whom = _(
            "the persons sought and the relatives who gave DNA, as recorded from the file %s"
        ) % (covered.name)
    elif isinstance(covered, Family):
        whom = _("the persons sought and the relatives who gave DNA of the family %s") % (
            covered.name
        )
    else:
        whom = _("the relative %(code)s of the family %(family)s, who gave DNA") % {
            "code": covered.code,
            "family": covered.family.name,
        }
    return _(
        "I state that the DNA and the data of %(whom)s may be compared with the remains of this "
        "incident, on the basis named here. I have seen what proves it, and can show it. I know "
        "that each family and each relative may withdraw at any time without giving a reason, and "
        "I will have a withdrawal recorded without delay."
    ) % {"whom": whom}
