"""What lies inside a company, below ``/acme/``. The middleware mounts it; see tenants/middleware.py."""

from django.urls import include, path
from django.views.generic import RedirectView

from callbacks.urls import hooked, nights, of_settings, returned
from cases.urls import of_customers, referred

urlpatterns = [
    path("", include("tenants.urls")),
    path("", RedirectView.as_view(pattern_name="case-list"), name="home"),
    path("cases/", include("cases.urls")),
    path("inbox/", include("inbox.urls")),
    path("referrals/", include(referred)),
    path("callbacks/", include("callbacks.urls")),
    path("returns/", include(returned)),
    path("customers/", include(of_customers)),
    path("customers/", include("customers.urls")),
    path("settings/", include(of_settings)),
    path("settings/", include("routing.urls")),
    path("after-hours/", include(nights)),
    path("hooks/", include(hooked)),
]

handler500 = "tenants.views.server_error"
