"""Addresses of records, below i/<incident>/."""

from __future__ import annotations

from django.urls import path

from antigone.web.records import (
    alive_pages,
    basis_pages,
    converters,
    file_pages,
    pages,
    sharing_pages,
)

__all__ = ["converters"]

app_name = "records"
urlpatterns = [
    path("remains/", pages.remains_list, name="remains_list"),
    path("remains/<number:number>/", pages.remains, name="remains"),
    path("sought/", pages.missing_list, name="missing_list"),
    path("sought/families/<int:pk>/", pages.family, name="family"),
    path("sought/families/<int:pk>/basis/", basis_pages.family_basis, name="family_basis"),
    path(
        "sought/families/<int:pk>/withdraw/",
        basis_pages.family_withdrawal,
        name="family_withdrawal",
    ),
    path("sought/donors/<int:pk>/basis/", basis_pages.donor_basis, name="donor_basis"),
    path("sought/donors/<int:pk>/withdraw/", basis_pages.donor_withdrawal, name="donor_withdrawal"),
    path("sought/<int:pk>/alive/", alive_pages.found_alive, name="found_alive"),
    path("sought/alive/<int:pk>/error/", alive_pages.sought_again, name="sought_again"),
    path("remains/<number:number>/share/", sharing_pages.share_remains, name="share_remains"),
    path("sought/families/<int:pk>/share/", sharing_pages.share_family, name="share_family"),
    path("shares/", sharing_pages.shares, name="shares"),
    path("shares/<int:pk>/end/", sharing_pages.end, name="end_share"),
    path("files/", file_pages.files, name="files"),
    path("files/look/<int:pk>/", file_pages.preview, name="preview"),
    path("files/look/<int:pk>/confirm/", file_pages.confirm, name="confirm"),
    path("files/look/<int:pk>/discard/", file_pages.discard, name="discard"),
    path("files/<int:pk>/", file_pages.file, name="file"),
    path("files/<int:pk>/basis/", basis_pages.file_basis, name="file_basis"),
    path("files/bases/<int:pk>/withdraw/", basis_pages.basis_withdrawal, name="basis_withdrawal"),
]
