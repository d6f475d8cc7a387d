from __future__ import annotations

import itertools

import pytest

from antigone.evidence.arabic_names import (
    Consonants,
    consonants,
    plain_arabic,
    same_name,
    without_article,
)

SPELLINGS = {
    "محمد": "Muhammad Mohamed Mohammad Mohammed Muhamed Мухаммед Мохаммад",
    "عبدالرحمن": "Abdurrahman Abdelrahman Abdulrahman Abderrahmane Abdirahman",
    "حسين": "Hussein Husayn Hossein Hussain Hocine Хусейн",
    "أحمد": "Ahmed Ahmad Ahmet Ахмед",
    "محمود": "Mahmoud Mahmud Mahmood",
    "يوسف": "Yusuf Youssef Yousif Юсуф",
    "عثمان": "Uthman Othman Osman",
    "الجبوري": "Al-Jubouri Aljubouri Jabouri Juburi Cuburi",
    "خالد": "Khaled Khalid Halit",
    "فاطمة": "Fatima Fatma Fatimah Fatemeh",
    "إبراهيم": "Ibrahim Ebrahim Ibraheem",
    "عبدالله": "Abdullah Abdallah Abdalla",
    "رضا": "Rida Reza",
    "قذافي": "Gaddafi Qadhafi Kadhafi",
    "جمال": "Jamal Gamal Djamel Camal",
    "مصطفى": "Mustafa Mostafa Moustapha",
    "عبدالعزيز": "Abdulaziz Abdelaziz",
    "عبداللطيف": "Abdullatif Abdulatif Abdellatif",
    "وليد": "Walid Waleed Oualid Valit",
    "التقاح": "Al-Taqqah Takah",
}


def may_be_one(one: str, two: str) -> bool:
    return any(same_name(a, b) for a, b in itertools.product(consonants(one), consonants(two)))


@pytest.mark.parametrize(
    ("arabic", "spelling"),
    [(arabic, spelling) for arabic, own in SPELLINGS.items() for spelling in own.split()],
)
def test_a_spelling_may_be_of_the_arabic_name(arabic: str, spelling: str) -> None:
    assert may_be_one(arabic, spelling)
    assert may_be_one(spelling, arabic)


def test_the_consonants_of_two_names_differ() -> None:
    names = [name for name in SPELLINGS if name not in ("محمد", "محمود")]
    for one, two in itertools.combinations(names, 2):
        assert not may_be_one(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("محمود", "Muhammad"),  # a long u is written and must be heard
        ("سليم", "Salam"),
        ("سالم", "سليم"),
        ("Mahmoud", "Muhammad"),
        ("حميد", "Ahmed"),  # nobody begins Hamid with a vowel
        ("Hamid", "Ahmad"),
        ("علي", "علاء"),  # one consonant is too little
    ],
)
def test_vowels_that_do_not_agree(one: str, two: str) -> None:
    assert not may_be_one(one, two)


def test_forms_of_letters_are_one() -> None:
    assert plain_arabic("أُسَامَة") == plain_arabic("اسامه")
    assert plain_arabic("مُحَمَّد") == plain_arabic("محـــمد") == "محمد"
    assert plain_arabic("موسى رئيس مؤمن") == "موسي رييس مومن"
    assert plain_arabic("ﻣﺤﻤﺪ") == "محمد"  # forms of presentation


def test_the_article_is_optional_in_arabic_script() -> None:
    assert without_article("الحسن") == "حسن"
    assert consonants("الحسن") == consonants("حسن")
    assert consonants("Alhasan") == consonants("Hasan")


def test_readings_are_few_and_none_without_consonants() -> None:
    assert len(consonants("Gigogagagega")) <= 4 * 8
    assert consonants("") == consonants("Aoi") == consonants("123") == ()
    assert consonants("ب") == (Consonants("b", (0,), True),)
