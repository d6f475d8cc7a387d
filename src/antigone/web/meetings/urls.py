"""Addresses of meetings, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.meetings import list_pages, meeting_page, minutes_page, session_page

app_name = "meetings"
urlpatterns = [
    path("meetings/", list_pages.meetings, name="list"),
    path("meetings/plan/", list_pages.plan, name="plan"),
    path("meetings/<int:pk>/", meeting_page.meeting, name="meeting"),
    path("meetings/<int:pk>/change/", list_pages.change, name="change"),
    path("meetings/<int:pk>/agenda/", meeting_page.put, name="put"),
    path("meetings/<int:pk>/present/", meeting_page.attend, name="attend"),
    path("meetings/<int:pk>/open/", meeting_page.begin, name="open"),
    path("meetings/<int:pk>/close/", meeting_page.close, name="close"),
    path("meetings/<int:pk>/call-off/", meeting_page.call_off, name="call_off"),
    path("meetings/<int:pk>/items/<int:item>/", session_page.item, name="item"),
    path("meetings/<int:pk>/items/<int:item>/now/", session_page.now, name="now"),
    path("meetings/<int:pk>/items/<int:item>/act/", session_page.act, name="act"),
    path("meetings/<int:pk>/minutes/", minutes_page.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes.pdf", minutes_page.minutes_pdf, name="minutes_pdf"),
]
