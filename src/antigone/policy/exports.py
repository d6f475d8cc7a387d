"""Rules EX-…: what may be taken out of the record, by whom, and in what form."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.policy.findings import Finding, gettext_noop

PURPOSES: Mapping[str, str] = {
    "identification": gettext_noop("identification of the dead, with a laboratory or an authority"),
    "families": gettext_noop("information of the families"),
    "law": gettext_noop("a duty under a law, or a court"),
    "statistics": gettext_noop("statistics, without any person in view"),
    "safekeeping": gettext_noop("safekeeping, or moving to another system"),
    "other": gettext_noop("another purpose"),
}
"""What lists and files are taken out for."""

LEAST_WORDS = 10
"""A purpose in words has so many characters at least."""

TABLES = frozenset({"csv", "xlsx", "parquet"})

FORMATS: Mapping[str, frozenset[str]] = {
    "remains": TABLES,
    "persons": TABLES,
    "requests": TABLES,
    "samples": TABLES,
    "candidates": TABLES,
    "board": TABLES,
    "deaths": TABLES,
    "graves": TABLES,
    "notices": TABLES,
    "transmissions": TABLES,
    "owed": TABLES,
    "journal": TABLES,
    "genotypes": frozenset({"wide", "long"}),
    "incident": frozenset({"fam", "cmf"}),
}
"""By what is taken out the forms in which it may be; whatever is not named here is not written."""


def ex_01_purpose_stated(purpose: str, words: str) -> Finding:
    """Whoever takes something out says for what, by choice and in words."""
    title = gettext_noop("The purpose is stated")
    if purpose not in PURPOSES:
        lacks = gettext_noop("Choose what it is taken out for.")
    elif len(words.strip()) < LEAST_WORDS:
        lacks = gettext_noop("Say in a few words for whom and for what; it goes into the journal.")
    else:
        return Finding("EX-01", title, True, gettext_noop("It is."))
    return Finding("EX-01", title, False, lacks)


def ex_02_contacts_only_if_asked(*, asked: bool, may_see: bool) -> Finding:
    """How enquirers are reached goes out only where that is asked for, by who may see it.

    Names of relatives who gave DNA never go out: they stand under codes, and no list resolves one.
    """
    title = gettext_noop("No contacts, but for who may see them and asks for them")
    if asked and not may_see:
        lacks = gettext_noop("Your role does not see how families are reached.")
        return Finding("EX-02", title, False, lacks)
    return Finding("EX-02", title, True, gettext_noop("It is so."))


def ex_03_form_is_allowed(what: str, form: str) -> Finding:
    """Only the forms that are named go out; PFIF, the form of public registers, is none of them.

    So no register on the open web learns from here that somebody is dead, and no picture goes there.
    """
    title = gettext_noop("The form is one of those that are allowed")
    if form in FORMATS.get(what, frozenset()):
        return Finding("EX-03", title, True, gettext_noop("It is."))
    lacks = gettext_noop("This cannot be taken out in this form. Choose one of those shown.")
    return Finding("EX-03", title, False, lacks)


def ex_04_covered(*, covered: bool, withdrawn: bool) -> bool:
    """What a family told, and the DNA of a relative, goes out only under a live legal basis (CO-01)."""
    return covered and not withdrawn
