"""Addresses of the board."""

from __future__ import annotations

from django.urls import path

from antigone.web.board import decisions, proposals, talk_pages

app_name = "board"
urlpatterns = [
    path("board/", proposals.board, name="list"),
    path("board/history/", decisions.history, name="history"),
    path("board/propose/<int:run>/<int:remains>/<int:missing>/", proposals.propose, name="propose"),
    path("board/exclude/<int:run>/<int:remains>/<int:missing>/", decisions.exclude, name="exclude"),
    path("board/<int:pk>/", proposals.proposal, name="proposal"),
    path("board/<int:pk>/sign/", proposals.sign, name="sign"),
    path("board/<int:pk>/refuse/", proposals.refuse, name="refuse"),
    path("board/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("board/<int:pk>/comment/", talk_pages.comment, name="comment"),
    path("board/<int:pk>/ask/", talk_pages.ask, name="ask"),
    path("board/requests/<int:pk>/answer/", talk_pages.answer, name="answer"),
    path("board/requests/<int:pk>/take-back/", talk_pages.take_back, name="take_back"),
    path("board/identifications/<int:pk>/release/", talk_pages.release, name="release"),
    path("board/<int:pk>/document/", decisions.document, name="document"),
    path("board/<int:pk>/signed-decision/", decisions.signed_decision, name="signed_decision"),
    path(
        "board/identifications/<int:pk>/reopen/",
        decisions.reopen_identification,
        name="reopen_identification",
    ),
    path("board/exclusions/<int:pk>/reopen/", decisions.reopen_exclusion, name="reopen_exclusion"),
]
