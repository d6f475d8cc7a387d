"""Which languages have a catalogue, where it lies, and how each of them counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.steps import ROOT

SOURCE = ROOT / "src" / "antigone"
LOCALE = SOURCE / "web" / "site" / "locale"

_SLAVIC = (
    "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    ("1, 21, 31 …", "2-4, 22-24 …", "0, 5-20, 25-30 …"),
)


@dataclass(frozen=True)
class Language:
    """A language of the pages.

    `plural` is gettext's rule for the form of a number, and `forms` says of each form which numbers
    take it. In the forms of `may_leave_number_out` the number may stand in the word itself, as in an
    Arabic dual; in the others it has to be shown.
    """

    code: str
    plural: str
    forms: tuple[str, ...]
    may_leave_number_out: frozenset[int] = frozenset()

    @property
    def catalogue(self) -> Path:
        """The file that translators fill."""
        return LOCALE / self.code / "LC_MESSAGES" / "django.po"

    @property
    def compiled(self) -> Path:
        """The file that the pages read."""
        return self.catalogue.with_suffix(".mo")


LANGUAGES = {
    language.code: language
    for language in (
        Language("uk", *_SLAVIC),
        Language("ru", *_SLAVIC),
        Language("fr", "(n > 1)", ("0, 1", "2 …")),
        Language("es", "(n != 1)", ("1", "0, 2 …"), frozenset({0})),
        Language(
            "ar",
            "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
            ("0", "1", "2", "3-10, 103-110 …", "11-99, 111-199 …", "100-102, 200 …"),
            frozenset({0, 1, 2}),
        ),
    )
}

# The languages in which a missing sentence fails the check; the others are being translated.
COMPLETE: frozenset[str] = frozenset({"uk", "ru", "fr", "es", "ar"})
