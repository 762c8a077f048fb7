"""What lies outside of any company: the doorstep, signing in, and the health of the installation."""

from django.urls import include, path

from tenants.urls import outside

urlpatterns = [*outside, path("accounts/", include("config.accounts"))]

handler500 = "tenants.views.server_error"
