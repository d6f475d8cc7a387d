"""Addresses of telling families, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.notices import (
    assign_pages,
    letter_pages,
    list_page,
    notice_page,
    question_pages,
    training_pages,
    visit_pages,
    wish_pages,
)

app_name = "notices"
urlpatterns = [
    path("notices/", list_page.notices, name="list"),
    path("notices/trained/", training_pages.trainings, name="trainings"),
    path("notices/trained/<int:pk>/take-back/", training_pages.take_back, name="take_back"),
    path("notices/of/<int:pk>/assign/", assign_pages.assign, name="assign"),
    path("notices/of/<int:pk>/put-right/", assign_pages.put_right, name="put_right"),
    path("notices/<int:pk>/", notice_page.notice, name="notice"),
    path("notices/<int:pk>/sheet/", notice_page.sheet, name="sheet"),
    path("notices/<int:pk>/prepare/", visit_pages.preparation, name="prepare"),
    path("notices/<int:pk>/visit/", visit_pages.visit, name="visit"),
    path("notices/<int:pk>/wish/", wish_pages.wish, name="wish"),
    path("notices/<int:pk>/question/", question_pages.question, name="question"),
    path("notices/<int:pk>/papers/<slug:kind>/", letter_pages.letter, name="letter"),
    path("notices/questions/<int:pk>/answer/", question_pages.answer, name="answer"),
    path("notices/papers/<int:pk>/", letter_pages.letter_pdf, name="letter_pdf"),
    path("notices/papers/<int:pk>/handed-over/", letter_pages.hand_over, name="hand_over"),
    path("sought/<int:pk>/telling/", wish_pages.telling, name="telling"),
]
