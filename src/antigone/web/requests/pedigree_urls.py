"""Addresses of pedigrees, donor codes and names of relatives; part of `requests.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from antigone.web.requests import pedigree_code_pages as code_pages
from antigone.web.requests import pedigree_pages as pages

patterns: list[URLPattern] = [
    path("sought/families/<int:pk>/pedigree/", pages.pedigree, name="pedigree"),
    path("sought/families/<int:pk>/pedigree/act/", pages.act, name="pedigree_act"),
    path("sought/relatives/<int:pk>/code/", code_pages.give_code, name="pedigree_code"),
    path("sought/relatives/<int:pk>/name/", code_pages.name, name="pedigree_name"),
    path("sought/relatives/<int:pk>/resolve/", code_pages.resolve_person, name="resolve_person"),
    path("sought/codes/", code_pages.resolve, name="resolve"),
]
