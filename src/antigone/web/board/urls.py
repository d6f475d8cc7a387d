"""Addresses of the board and of the journal's page."""

from __future__ import annotations

from django.urls import path

from antigone.web.board import decisions, journal_page, proposals

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
    path("board/<int:pk>/document/", decisions.document, name="document"),
    path(
        "board/identifications/<int:pk>/reopen/",
        decisions.reopen_identification,
        name="reopen_identification",
    ),
    path("board/exclusions/<int:pk>/reopen/", decisions.reopen_exclusion, name="reopen_exclusion"),
    path("journal/", journal_page.journal, name="journal"),
    path("journal/export/", journal_page.export, name="journal_export"),
]
