from django.urls import path

from . import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("pulse/", views.pulse, name="inbox-pulse"),
    path("readings/", views.readings, name="inbox-readings"),
    path("preferences/", views.preferences, name="inbox-preferences"),
    path("<uuid:pk>/", views.notification, name="notification"),
    path("<uuid:pk>/reading/", views.reading, name="notification-reading"),
]
