"""The words of the names of persons sought, under keys by which a misspelled one is found again."""

from __future__ import annotations

from django.db import models

from antigone.web.incidents.models import Incident
from antigone.web.records.models.families import MissingPerson, NameIndex


class NameWord(models.Model):
    """A word that stands in the names of an incident's persons, once for each part of a name.

    `keys` is what of it is compared, as `evidence.name_lookup` writes it. It goes, and is overwritten,
    with the last person who bears it.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=10)
    word = models.CharField(max_length=300)
    keys = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("incident", "part", "word"), name="a_name_word_once"),
        )

    def __str__(self) -> str:
        return f"a {self.part} name"


class NameBearer(models.Model):
    """A word stands in a name of a person sought."""

    name = models.ForeignKey(NameIndex, models.PROTECT, related_name="words", db_index=False)
    missing_person = models.ForeignKey(MissingPerson, models.PROTECT, related_name="name_words")
    word = models.ForeignKey(NameWord, models.PROTECT, related_name="bearers")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("name", "word"), name="a_word_once_in_a_name"),
        )

    def __str__(self) -> str:
        return f"a name of {self.missing_person}"


class NameKey(models.Model):
    """One key under which a word is looked up, as a number: `name_index.number_of`."""

    word = models.ForeignKey(NameWord, models.PROTECT, related_name="lookup")
    key = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("key", "word"), name="a_name_by_its_key"),)

    def __str__(self) -> str:
        return f"a key of {self.word}"
