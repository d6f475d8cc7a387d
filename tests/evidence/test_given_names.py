from __future__ import annotations

import csv
from pathlib import Path

import pytest

from antigone.evidence.given_names import Known, without_father_ending
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.genetics.pedigree import Sex
from tests.shared_data import shared

NAMES = load_tables().given_names


def rows(name: str) -> list[dict[str, str]]:
    with shared("data", "names", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_both_languages_know_one_name() -> None:
    for row in rows("given_name_equivalents_ru_uk.csv"):
        assert NAMES.known(row["russian"]).full & NAMES.known(row["ukrainian"]).full, row


def test_all_familiar_forms_are_known() -> None:
    for row in rows("diminutives_ru_uk.csv"):
        known = NAMES.known(row["familiar_form"])
        assert NAMES.known(row["full_name"]).full & known.any, row


def test_one_familiar_form_serves_many_names() -> None:
    sasha = NAMES.known("Саша")
    assert not sasha.full
    assert {NAMES.names[n].forms[0] for n in sasha.familiar} == {"Александр", "Александра"}
    slava = {NAMES.names[n].forms[0] for n in NAMES.known("Slava").familiar}
    assert slava >= {"Вячеслав", "Владислав", "Станислав", "Ярослав"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Николай", "Mykola"),
        ("Пётр", "Petro"),
        ("Анна", "Hanna"),
        ("Юрий", "Iouri"),
        ("محمد", "Mehmet"),
        ("محمد", "Mohamad"),
        ("محمد", "Магомед"),
        ("عثمان", "Osman"),
        ("علي", "Aly"),
        ("عائشة", "Aicha"),
        ("عبد الرحمن".replace(" ", ""), "Abdulrahman"),
    ],
)
def test_names_across_scripts(one: str, two: str) -> None:
    assert NAMES.known(one).full & NAMES.known(two).full


@pytest.mark.parametrize(
    ("one", "two"),
    [("محمود", "Mohamed"), ("Марина", "Мария"), ("Александр", "Александра"), ("حسن", "Husayn")],
)
def test_other_names_are_other_names(one: str, two: str) -> None:
    assert NAMES.known(one).full
    assert NAMES.known(two).full
    assert not NAMES.known(one).any & NAMES.known(two).any


def test_words_that_are_no_given_names() -> None:
    for word in ("Щербаков", "Тарюк", "рядовой", "Kovalenko", "Коваленко", "", "1"):
        assert NAMES.known(word) == Known()


@pytest.mark.parametrize(
    ("father", "ukrainian", "expected"),
    [
        ("Сергей", False, ("Сергеевич", "Сергеевна")),
        ("Анатолий", False, ("Анатольевич", "Анатольевна")),
        ("Илья", False, ("Ильич", "Ильинична")),
        ("Никита", False, ("Никитич", "Никитична")),
        ("Пётр", False, ("Петрович", "Петровна")),
        ("Яков", False, ("Яковлевич", "Яковлевна")),
        ("Сергій", True, ("Сергійович", "Сергіївна")),
        ("Микола", True, ("Миколайович", "Миколаївна")),
        ("Яків", True, ("Якович", "Яківна")),
        ("Ілля", True, ("Ілліч", "Іллівна")),
        ("Василь", True, ("Васильович", "Василівна")),
        ("Петро", True, ("Петрович", "Петрівна")),
    ],
)
def test_patronymics(father: str, ukrainian: bool, expected: tuple[str, str]) -> None:
    assert NAMES.patronymics(father, ukrainian=ukrainian)[:2] == expected
    for patronymic in expected:
        assert NAMES.fathers(patronymic) & NAMES.known(father).full


def test_each_mans_patronymics_lead_back_to_him_in_both_languages() -> None:
    for number, name in enumerate(NAMES.names):
        if name.sex is Sex.MALE and not name.arabic:
            for ukrainian in (False, True):
                form = name.forms[-1 if ukrainian else 0]
                for patronymic in NAMES.patronymics(form, ukrainian=ukrainian):
                    assert number in NAMES.fathers(patronymic), patronymic


def test_a_family_name_is_no_patronymic() -> None:
    for word in ("Щербаков", "Ковалевич", "Марина", "Иван"):
        assert not NAMES.fathers(word)


def test_the_ending_of_an_unknown_father_is_left_out() -> None:
    assert without_father_ending("samedovič") == without_father_ending("samedivna") == "samed"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Олег" = ', '"Олежка" = ', "familiar.Олежка: 'Олежка' is not among the full names"),
        ('"Лев" = ', '"Львище" = ', "patronymics.Львище: 'Львище' is not among the full names"),
        ('"ahmad/أحمد/', '"ahmad/', "arabic.men[1]: 'ahmad/ahmet/akhmat'; allowed is a Latin form"),
        ("women = [", "girls = [", "russian_ukrainian: 'women' is missing"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["given_names"].decode()
    assert old in text
    (tmp_path / "given_names.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"given_names.toml: {message}" in str(refusal.value)


def test_a_table_of_ones_own_adds_a_name(tmp_path: Path) -> None:
    text = packaged_tables()["given_names"].decode().replace('"Олег"', '"Олег", "Олесандр"', 1)
    (tmp_path / "given_names.toml").write_text(text, encoding="utf-8")
    assert load_tables(tmp_path).given_names.known("Olesandr").full
