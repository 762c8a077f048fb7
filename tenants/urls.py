from django.urls import path

from . import views

outside = [
    path("", views.landing, name="landing"),
    path("companies/", views.companies, name="companies"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
urlpatterns = [
    path("status-banner/", views.status_banner, name="status-banner"),
    path("keys/", views.keys, name="keys"),
    path("search/", views.search, name="search"),
]
