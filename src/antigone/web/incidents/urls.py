"""Addresses of incidents."""

from __future__ import annotations

from django.urls import path

from antigone.web.incidents import invitation_pages, views

app_name = "incidents"
urlpatterns = [
    path("incidents/new/", views.create, name="create"),
    path("i/<slug:incident>/", views.overview, name="overview"),
    path("i/<slug:incident>/people/", views.people, name="people"),
    path("i/<slug:incident>/people/invite/", invitation_pages.new, name="invite"),
    path(
        "i/<slug:incident>/people/invitations/<int:pk>/take-back/",
        invitation_pages.revoke,
        name="revoke",
    ),
    path("invitation/<str:token>/", invitation_pages.accept, name="accept"),
    path("i/<slug:incident>/people/<int:membership>/remove/", views.remove, name="remove"),
]
