"""Addresses of signing in and out, and of one's own account."""

from __future__ import annotations

from django.urls import path

from antigone.web.accounts import account_pages, app_pages, passkey_pages, proof_pages, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("account/", account_pages.account, name="account"),
    path("account/sessions/end/", account_pages.end_others, name="end_others"),
    path("account/second-factor/", proof_pages.second_factor, name="second_factor"),
    path("account/recovery-codes/", app_pages.recovery_codes, name="recovery_codes"),
    path("account/app/", app_pages.app, name="app"),
    path("account/app/remove/", app_pages.remove, name="remove_app"),
    path("account/passkeys/new/", passkey_pages.add, name="add_passkey"),
    path("account/passkeys/<int:pk>/remove/", passkey_pages.remove, name="remove_passkey"),
]
