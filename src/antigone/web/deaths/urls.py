"""Addresses of deaths, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.deaths import (
    certificate_pages,
    effects_pages,
    grave_pages,
    handing_pages,
    pages,
    particulars_pages,
    tag_pages,
)
from antigone.web.records import converters

__all__ = ["converters"]

app_name = "deaths"
urlpatterns = [
    path("remains/<number:number>/death-record/", pages.of_remains, name="of_remains"),
    path("deaths/", pages.record_list, name="list"),
    path("deaths/graves/", grave_pages.grave_list, name="graves"),
    path("deaths/graves/list.pdf", grave_pages.grave_list_paper, name="graves_paper"),
    path("deaths/graves/<int:pk>/correct/", grave_pages.correct, name="correct_grave"),
    path("deaths/certificates/<int:pk>.pdf", certificate_pages.paper_of, name="certificate_paper"),
    path("deaths/packets/<int:pk>/count/", effects_pages.count, name="count"),
    path("deaths/packets/<int:pk>.pdf", effects_pages.paper_of, name="packet_paper"),
    path("deaths/handovers/<int:pk>.pdf", handing_pages.receipt, name="receipt"),
    path("deaths/handovers/<int:pk>/told/", handing_pages.recall, name="recall"),
    path("deaths/handovers/<int:pk>/back/", handing_pages.back, name="back"),
    path("deaths/tags/<number:number>/", tag_pages.tag, name="tag"),
    path("deaths/<slug:number>/", pages.record_page, name="record"),
    path("deaths/<slug:number>/history/", pages.history, name="history"),
    path("deaths/<slug:number>/particulars/", particulars_pages.confirm, name="particulars"),
    path("deaths/<slug:number>/certificate/", certificate_pages.certificate, name="certificate"),
    path("deaths/<slug:number>/grave/", grave_pages.grave, name="grave"),
    path("deaths/<slug:number>/effects/", effects_pages.effects, name="effects"),
    path("deaths/<slug:number>/handing-over/", handing_pages.handing, name="handing"),
    path(
        "deaths/<slug:number>/handing-over/<slug:what>/<slug:to>/",
        handing_pages.hand_over,
        name="hand_over",
    ),
]
