from django.urls import path

from .views import after_hours, hook_settings, hooks, pasting, standards

of_settings = [
    path("callbacks/", standards.callback_standards, name="callback-standards"),
    path("after-hours/", hook_settings.hook, name="after-hours-hook-settings"),
]
nights = [
    path("", after_hours.board, name="after-hours"),
    path("changes/", after_hours.changes, name="after-hours-changes"),
    path("pulse/", after_hours.pulse, name="after-hours-pulse"),
    path("paste/", pasting.paste, name="after-hours-paste"),
    path("<uuid:pk>/acceptance/", after_hours.acceptance, name="after-hours-acceptance"),
    path("<uuid:pk>/giving/", after_hours.giving, name="after-hours-giving"),
    path("<uuid:pk>/merger/", after_hours.merger, name="after-hours-merger"),
    path("<uuid:pk>/rejection/", after_hours.rejection, name="after-hours-rejection"),
    path("<uuid:pk>/separation/", after_hours.separation, name="after-hours-separation"),
    path("<uuid:pk>/caller/", after_hours.caller, name="after-hours-caller"),
]
hooked = [path("after-hours/", hooks.after_hours_hook, name="after-hours-hook")]
