"""Addresses of files in and out, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.exchange import column_pages, out_pages, pages

app_name = "exchange"
urlpatterns = [
    path("files/add/", pages.add, name="add"),
    path("files/add/<int:pk>/", pages.intake, name="intake"),
    path("files/add/<int:pk>/columns/", column_pages.columns, name="columns"),
    path("files/add/<int:pk>/status/", pages.status, name="status"),
    path("files/add/<int:pk>/cancel/", pages.cancel, name="cancel"),
    path("files/add/<int:pk>/go-on/", pages.resume, name="resume"),
    path("files/add/<int:pk>/confirm/", pages.confirm, name="confirm"),
    path("files/add/<int:pk>/discard/", pages.discard, name="discard"),
    path("take-out/", out_pages.take_out_page, name="take_out"),
]
