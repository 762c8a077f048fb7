"""Signing in. The parts of allauth that this house uses, with the door for strangers closed."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import path, re_path


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up: people are invited into a company."""
        return False

    def send_mail(self, template_prefix, email, context):
        """Sign mail as this installation, whatever host the request claims to have come to."""
        here = SimpleNamespace(name="Kept", domain=settings.PUBLIC_BASE_URL)
        super().send_mail(template_prefix, email, {**context, "current_site": here})

    def get_reset_password_from_key_url(self, key):
        return settings.PUBLIC_BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
