"""What lies inside a company, below ``/acme/``. The middleware mounts it; see tenants/middleware.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("tenants.urls")),
    path("cases/", include("cases.urls")),
    path("customers/", include("customers.urls")),
]
