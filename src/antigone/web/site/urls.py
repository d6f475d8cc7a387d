"""All addresses. Pages of an incident stand below i/<incident>/, one `include` for each app."""

from __future__ import annotations

from django.urls import include, path

from antigone.web.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("antigone.web.accounts.urls")),
    path("", include("antigone.web.incidents.urls")),
    path("", include("antigone.web.wording.urls")),
    path("", include("antigone.web.signing.urls")),
    path("", include("antigone.web.api.urls")),
    path("", include("antigone.web.glance.office_urls")),
    path("i/<slug:incident>/", include("antigone.web.records.urls")),
    path("i/<slug:incident>/", include("antigone.web.custody.urls")),
    path("i/<slug:incident>/", include("antigone.web.media.urls")),
    path("i/<slug:incident>/", include("antigone.web.requests.urls")),
    path("i/<slug:incident>/", include("antigone.web.examination.urls")),
    path("i/<slug:incident>/", include("antigone.web.matching.urls")),
    path("i/<slug:incident>/", include("antigone.web.board.urls")),
    path("i/<slug:incident>/", include("antigone.web.meetings.urls")),
    path("i/<slug:incident>/", include("antigone.web.deaths.urls")),
    path("i/<slug:incident>/", include("antigone.web.notices.urls")),
    path("i/<slug:incident>/", include("antigone.web.transmissions.urls")),
    path("i/<slug:incident>/", include("antigone.web.reports.urls")),
    path("i/<slug:incident>/", include("antigone.web.faces.urls")),
    path("i/<slug:incident>/", include("antigone.web.register.urls")),
    path("i/<slug:incident>/", include("antigone.web.exchange.urls")),
    path("i/<slug:incident>/", include("antigone.web.glance.urls")),
    path("i/<slug:incident>/", include("antigone.web.assignments.urls")),
    path("i/<slug:incident>/", include("antigone.web.lists.urls")),
]

handler400 = "antigone.web.site.errors.bad_request"
handler403 = "antigone.web.site.errors.permission_denied"
handler404 = "antigone.web.site.errors.not_found"
handler500 = "antigone.web.site.errors.broken"
