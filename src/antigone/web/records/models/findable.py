"""The words under which cases are found: numbers, codes, and what may stand plain of the dead."""

from __future__ import annotations

from django.db import models

from antigone.web.incidents.models import Incident


class FindableWord(models.Model):
    """One word, folded, of one thing that can be found; written by `findable.let_find`.

    `thing` is the pk of what is found: remains, a person sought, and so on. `is_content` says that the
    word is no number or code: it is found by those who may see what is recorded.
    """

    class Kind(models.IntegerChoices):
        """What is found."""

        REMAINS = 1
        SOUGHT = 2
        REQUEST = 3
        SAMPLE = 4
        FILE = 5
        PACKET = 6

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    thing = models.PositiveBigIntegerField()
    word = models.CharField(max_length=40)
    is_content = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "thing", "word"), name="a_findable_word_once"),
        )
        indexes = (
            # By its beginning: PostgreSQL needs to be told that the order is that of the letters.
            models.Index(
                fields=("incident", "word", "kind", "thing"),
                opclasses=("int8_ops", "varchar_pattern_ops", "int2_ops", "int8_ops"),
                name="findable_by_its_word",
            ),
        )

    def __str__(self) -> str:
        return f"a word of {self.kind} {self.thing}"
