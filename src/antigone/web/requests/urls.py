"""Addresses of requests, below i/<incident>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from antigone.web.requests import (
    consent_pages,
    draft_pages,
    list_page,
    pedigree_urls,
    request_pages,
    same_pages,
    text_pages,
)

app_name = "requests"
urlpatterns: list[URLPattern] = [
    *pedigree_urls.patterns,
    path("requests/", list_page.requests, name="list"),
    path("requests/new/", draft_pages.begin, name="begin"),
    path("requests/drafts/<int:pk>/", draft_pages.draft, name="draft"),
    path("requests/drafts/<int:pk>/discard/", draft_pages.discard, name="discard"),
    path("requests/drafts/<int:pk>/persons/", draft_pages.persons, name="draft_persons"),
    path("requests/drafts/<int:pk>/told/<slug:part>/", draft_pages.step, name="draft_step"),
    path(
        "requests/drafts/<int:pk>/persons/<int:person>/<slug:part>/",
        draft_pages.step,
        name="draft_person_step",
    ),
    path("requests/texts/", text_pages.texts, name="texts"),
    path("requests/texts/<slug:key>/<slug:language>/", text_pages.text, name="text"),
    path("requests/same/", same_pages.same, name="same"),
    path("requests/same/<int:first>/<int:second>/", same_pages.compare, name="compare"),
    path("requests/same/<int:pk>/part/", same_pages.part_again, name="part_again"),
    path("sought/families/<int:pk>/request/", request_pages.tracing_request, name="request"),
    path("sought/families/<int:pk>/request/<slug:part>/", request_pages.part, name="part"),
    path(
        "sought/families/<int:pk>/request/<slug:part>/versions/",
        request_pages.part_versions,
        name="part_versions",
    ),
    path("sought/<int:pk>/told/<slug:part>/", request_pages.person_part, name="person_part"),
    path(
        "sought/<int:pk>/told/<slug:part>/versions/",
        request_pages.person_versions,
        name="person_versions",
    ),
    path("sought/families/<int:pk>/consent/", consent_pages.consents, name="consents"),
    path("sought/families/<int:pk>/consent/<slug:purpose>/", consent_pages.consent, name="consent"),
    path(
        "sought/families/<int:pk>/consent/<slug:purpose>/withdraw/",
        consent_pages.withdraw,
        name="consent_withdraw",
    ),
]
