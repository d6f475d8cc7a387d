"""Addresses of examination, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.examination import body_pages, death_pages, pages, teeth_pages
from antigone.web.records import converters

__all__ = ["converters"]

app_name = "examination"
urlpatterns = [
    path("register/", pages.register, name="register"),
    path("remains/<number:number>/record/", pages.sections, name="sections"),
    path("remains/<number:number>/record/teeth/chart/", teeth_pages.teeth, name="teeth"),
    path("remains/<number:number>/record/<slug:section>/", pages.section, name="section"),
    path("remains/<number:number>/record/<slug:section>/history/", pages.history, name="history"),
    path("remains/<number:number>/death/", death_pages.death, name="death"),
    path("deaths/<int:pk>/error/", death_pages.taken_back, name="taken_back"),
    path("files/<int:pk>/remains/", death_pages.file_statement, name="state_of_file"),
    path("remains/<number:number>/body/", body_pages.body, name="body"),
    path("bodies/<int:pk>/part/", body_pages.parted, name="parted"),
]
