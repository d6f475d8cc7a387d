"""Addresses of custody, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.custody import (
    hand_over_pages,
    label_pages,
    pages,
    reading_pages,
    scan_pages,
    taking_pages,
)
from antigone.web.records import converters

__all__ = ["converters"]

app_name = "custody"
urlpatterns = [
    path("remains/<number:number>/custody/", pages.of_remains, name="of_remains"),
    path("remains/<number:number>/samples/new/", taking_pages.take, name="take"),
    path("remains/<number:number>/packets/new/", taking_pages.pack_page, name="pack"),
    path("sought/families/<int:pk>/custody/", pages.of_family, name="of_family"),
    path("sought/donors/<int:pk>/samples/new/", taking_pages.take_of_donor, name="take_of_donor"),
    path("samples/", pages.sample_list, name="list"),
    path("samples/<slug:code>/", pages.sample, name="sample"),
    path("samples/<slug:code>/divide/", taking_pages.divide, name="divide"),
    path("samples/<slug:code>/correct/", taking_pages.correct, name="correct_sample"),
    path("samples/<slug:code>/state/", taking_pages.state, name="state"),
    path("samples/<slug:code>/readings/new/", reading_pages.new, name="read"),
    path("readings/<int:pk>/", reading_pages.reading_page, name="reading"),
    path("readings/<int:pk>/again/", reading_pages.again, name="read_again"),
    path("readings/<int:pk>/settle/", reading_pages.settle, name="settle"),
    path("custody/hand-over/", hand_over_pages.hand_over_page, name="hand_over"),
    path("custody/entries/<int:pk>/correct/", hand_over_pages.correct_page, name="correct_event"),
    path("custody/breaks/<slug:slug>/", hand_over_pages.explain_page, name="explain"),
    path("custody/where/", pages.where, name="where"),
    path("labels/", label_pages.labels, name="labels"),
    path("labels/tags/", label_pages.tags, name="tags"),
    path("labels/tags/<int:pk>/", label_pages.tag_run, name="tag_run"),
    path("scan/", scan_pages.scan, name="scan"),
    path("scan/frame/", scan_pages.frame, name="frame"),
    path("scan/photo/", scan_pages.photo, name="photo"),
]
