"""The catalogues: what is gathered, refused, kept and compiled."""

from __future__ import annotations

import gettext
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tools.messages import files
from tools.messages.extraction import Found, Key, Unreadable, of_python, of_template
from tools.messages.faults import faults
from tools.messages.files import Entry
from tools.messages.languages import LANGUAGES, Language
from tools.messages.translating import filled, part_of, to_do

UK, FR, AR = LANGUAGES["uk"], LANGUAGES["fr"], LANGUAGES["ar"]
DAYS = Key("", "%(n)s day", "%(n)s days")


def keys(found: list[Found]) -> list[Key]:
    return [one.key for one in found]


def entry(singular: str, *forms: str, plural: str = "") -> Entry:
    return Entry(Key("", singular, plural), forms, files=("a.py",))


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues in a folder of their own."""
    monkeypatch.setattr("tools.messages.languages.LOCALE", tmp_path)
    return tmp_path


def test_python_is_read_whatever_its_lines_look_like() -> None:
    source = """
words = _("One "
          "sentence.")
more = ngettext("%d file", "%d files", n) % n
with_context = pgettext_lazy("state", "open")
core = said("{a} and {b}", a=1, b=counted("{number} x", "{number} y", 3))
variable = _(words)
"""
    assert keys(of_python(source, "a.py")) == [
        Key("", "One sentence."),
        Key("", "%d file", "%d files"),
        Key("state", "open"),
        Key("", "{a} and {b}"),
        Key("", "{number} x", "{number} y"),
    ]


@pytest.mark.parametrize("source", ['_(f"{x} files")', 'said("a" + b)', 'gettext("%s" % x)'])
def test_a_sentence_that_is_put_together_is_refused(source: str) -> None:
    with pytest.raises(Unreadable, match=r"a\.py, line 1"):
        of_python(source, "a.py")


def test_templates_are_read() -> None:
    source = """{% load i18n %}
  <p>{% translate "It's open" %} {% blocktranslate count n=days with who=name %}{{ who }}, {{ n }} day{% plural %}{{ who }}, {{ n }} days{% endblocktranslate %}</p>
      {% chip "care" _("withdrawn") %}{% translate "open" context "state" %} 100 % {% blocktranslate %}5 % of{% endblocktranslate %}
"""
    assert keys(of_template(source, "a.html")) == [
        Key("", "It's open"),
        Key("", "%(who)s, %(n)s day", "%(who)s, %(n)s days"),
        Key("", "withdrawn"),
        Key("state", "open"),
        Key("", "5 %% of"),
    ]


@pytest.mark.parametrize(
    ("language", "of", "words"),
    [
        (FR, entry("%(name)s waits.", "attend."), "lacks %(name)s"),
        (FR, entry("{name} waits.", "{nom} attend."), "places that the sentence lacks"),
        (FR, entry("{name} waits.", "{name attend."), "braces are broken"),
        (FR, entry("Open.", "Ouvert {x}."), "braces that the sentence lacks"),
        (FR, entry("%(n)s of 5 %%", "%(n)s sur 5 %"), "a % that stands for no value"),
        (FR, entry("<b>Open</b>", "Ouvert"), "tags differ"),
        (FR, entry("Open: ", "Ouvert:"), "other blanks"),
        (FR, entry("%(n)s day", "%(n)s jour", "", plural="%(n)s days"), "lacks the form for 2"),
        (FR, entry("%(n)s day", "%(n)s jour", plural="%(n)s days"), "1 forms instead of 2"),
        (UK, entry("%(n)s day", "день", "%(n)s дні", "%(n)s днів", plural="%(n)s days"), "lacks"),
    ],
)
def test_a_broken_translation_is_found(language: Language, of: Entry, words: str) -> None:
    (fault,) = faults(of, language)
    assert words in fault


def test_an_arabic_dual_says_its_number_in_the_word() -> None:
    forms = ("لا أيام", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم")
    assert not faults(Entry(DAYS, forms), AR)
    assert faults(Entry(DAYS, (*forms[:5], "يوم")), AR)


def test_a_catalogue_comes_back_as_it_was_written(at: Path) -> None:
    held = [
        Entry(Key("", 'A "quoted" line\nand another'), ("Рядок\nі ще",)),
        Entry(Key("state", "open"), ("",)),
        Entry(DAYS, ("%(n)s день", "%(n)s дні", "%(n)s днів")),
    ]
    UK.catalogue.parent.mkdir(parents=True)
    UK.catalogue.write_bytes(files.as_po(held, UK))
    assert files.read(UK) == held
    assert files.as_po(files.read(UK), UK) == UK.catalogue.read_bytes()
    assert b"POT-Creation-Date" not in UK.catalogue.read_bytes()


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_number_takes_its_form(code: str) -> None:
    """The rule that gettext reads, for the numbers that the list of forms names."""
    language = LANGUAGES[code]
    forms = tuple(f"%(n)s {at}" for at in range(len(language.forms)))
    compiled = files.as_mo([Entry(DAYS, forms)], language)
    found = gettext.GNUTranslations(BytesIO(compiled))
    for at, numbers in enumerate(language.forms):
        for part in numbers.replace(" …", "").split(", "):
            low, _, high = part.partition("-")
            for n in {int(low), int(high or low)}:
                assert found.ngettext(*DAYS_TEXT, n) == f"%(n)s {at}", (code, n)


DAYS_TEXT = (DAYS.singular, DAYS.plural)


def test_what_is_unfinished_is_not_compiled() -> None:
    held = [
        entry("Open.", "Ouvert."),
        entry("Shut.", ""),
        replace(entry("Set.", "Mis."), fuzzy=True),
    ]
    found = gettext.GNUTranslations(BytesIO(files.as_mo(held, FR)))
    assert [found.gettext(text) for text in ("Open.", "Shut.", "Set.")] == [
        "Ouvert.",
        "Shut.",
        "Set.",
    ]


def test_translations_stay_while_their_sentences_stay() -> None:
    found = [Found(Key("", "Open."), "b.py"), Found(Key("", "New."), "b.py")]
    found += [Found(Key("", "Open."), "a.html")]
    held = files.entries(found, [entry("Open.", "Ouvert."), entry("Gone.", "Parti.")], FR)
    assert [(one.key.singular, one.forms, one.files) for one in held] == [
        ("Open.", ("Ouvert.",), ("a.html", "b.py")),
        ("New.", ("",), ("b.py",)),
    ]


def test_one_sentence_with_and_without_plural_is_one_entry() -> None:
    found = [
        Found(Key("", "identified"), "a.py"),
        Found(Key("", "identified", "identified"), "b.py"),
    ]
    (held,) = files.entries(found, [], UK)
    assert (held.key.plural, len(held.forms)) == ("identified", 3)


def test_translators_get_a_list_and_hand_it_in() -> None:
    held = [
        entry("Open.", ""),
        entry("%(n)s day", "", "", plural="%(n)s days"),
        entry("Shut.", "Clos."),
    ]
    lines = [json.loads(line) for line in to_do(held, FR)]
    assert [line["id"] for line in lines] == ["Open.", "%(n)s day"]
    assert lines[1]["forms"] == ["0, 1", "2 …"]
    given = [
        json.dumps({"n": lines[0]["n"], "str": "Ouvert."}),
        json.dumps({"id": "%(n)s day", "str": ["%(n)s jour", "%(n)s jours"]}),
        json.dumps({"id": "Shut.", "str": "Clos %(x)s."}),
        json.dumps({"id": "Unknown.", "str": "x"}),
        '{"n": 3',
        "",
    ]
    result = filled(held, given, FR)
    assert [one.forms for one in result.held] == [
        ("Ouvert.",),
        ("%(n)s jour", "%(n)s jours"),
        ("Clos.",),
    ]
    assert result.taken == 2
    assert len(result.refused) == 3


def test_shares_are_whole_and_do_not_overlap() -> None:
    held = [entry(str(n), "") for n in range(11)]
    shares = [part_of(held, part, 4) for part in (1, 2, 3, 4)]
    assert [one for share in shares for one in share] == held
    assert {len(share) for share in shares} == {2, 3}
