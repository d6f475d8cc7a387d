"""What can be wrong with a translation without knowing the language."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

from tools.messages.files import Entry
from tools.messages.languages import Language

PERCENT = re.compile(r"%(?:\((\w+)\))?[#0+-]*\d*(?:\.\d+)?([sdifgr])")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def faults(entry: Entry, language: Language) -> list[str]:
    """Everything wrong with the forms of an entry; an empty form is merely not done yet."""
    expected = len(language.forms) if entry.key.plural else 1
    if len(entry.forms) != expected:
        return [f"has {len(entry.forms)} forms instead of {expected}"]
    if entry.key.plural and any(entry.forms) and not all(entry.forms):
        missing = [language.forms[at] for at, form in enumerate(entry.forms) if not form]
        return [f"lacks the form for {'; for '.join(missing)}"]
    return [
        fault
        for at, form in enumerate(entry.forms)
        if form
        for fault in _form_faults(entry, form, at, language)
    ]


def _form_faults(entry: Entry, form: str, at: int, language: Language) -> list[str]:
    found = []
    try:
        fault = _places_fault(entry, form, at, language)
    except ValueError as unbalanced:
        fault = f"its braces are broken ({unbalanced})"
    if fault:
        found.append(fault)
    originals = [text for text in (entry.key.singular, entry.key.plural) if text]
    if Counter(TAG.findall(form)) not in [Counter(TAG.findall(text)) for text in originals]:
        found.append(f"its tags differ: {TAG.findall(form)} for {TAG.findall(originals[-1])}")
    if _blanks(form) not in [_blanks(text) for text in originals]:
        found.append("it begins or ends with other blanks")
    return found


def _places_fault(entry: Entry, form: str, at: int, language: Language) -> str:
    """What is wrong with the places that values are put in."""
    key, braces = entry.key, entry.braces
    allowed = places(key.singular, braces) | places(key.plural, braces)
    needed = places(key.plural or key.singular, braces)
    given = places(form, braces)
    if unknown := sorted(given - allowed):
        return f"it has places that the sentence lacks: {', '.join(unknown)}"
    missing = needed - given
    if key.plural and at in language.may_leave_number_out:
        missing = missing if len(missing) > 1 else {place for place in missing if "(" not in place}
    if missing:
        return f"it lacks {', '.join(sorted(missing))}"
    if not braces and set(form) & set("{}") - set(key.singular):
        return "it has braces that the sentence lacks"
    # Where values are put in with %, a lone % ends in an error.
    if allowed and not braces and "%" in PERCENT.sub("", form).replace("%%", ""):
        return "it has a % that stands for no value; write %%"
    return ""


def places(text: str, braces: bool) -> set[str]:
    """Where values are put in: %(name)s, %s and {name}.

    Raises:
        ValueError: a brace is open.
    """
    if not braces:
        return {match.group(0) for match in PERCENT.finditer(text)}
    return {
        "{" + name + ("!" + conversion if conversion else "") + (":" + form if form else "") + "}"
        for _text, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


def _blanks(text: str) -> tuple[str, str]:
    stripped = text.strip()
    begin = text[: len(text) - len(text.lstrip())]
    return begin, text[len(begin) + len(stripped) :]
