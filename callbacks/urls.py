from django.urls import path

from .views import standards

of_settings = [path("callbacks/", standards.callback_standards, name="callback-standards")]
