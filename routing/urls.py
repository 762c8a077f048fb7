from django.urls import path

from .views import almanac, calendars, departments, ruling, settings, targets

urlpatterns = [
    path("", settings.index, name="settings"),
    path("departments/", departments.department_list, name="department-list"),
    path("departments/<uuid:pk>/", departments.department_detail, name="department-detail"),
    path("departments/<uuid:pk>/people/", departments.people, name="department-people"),
    path("departments/<uuid:pk>/removal/", departments.removal, name="department-removal"),
    path("departments/hand-overs/", departments.hand_overs, name="hand-overs"),
    path("rules/", ruling.rules, name="rule-book"),
    path("clock/", targets.clock, name="sla-policy"),
    path("clock/labels/", targets.labels, name="waiting-labels"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/holidays/", calendars.holidays, name="calendar-holidays"),
    path("calendar/holidays/public/", almanac.public_holidays, name="public-holidays"),
    path("calendar/<uuid:pk>/", calendars.calendar, name="branch-calendar"),
    path("calendar/<uuid:pk>/holidays/", calendars.holidays, name="branch-holidays"),
    path("calendar/<uuid:pk>/holidays/public/", almanac.public_holidays, name="branch-public-holidays"),
    path("rules/rollout/", settings.rollout, {"kind": "rules"}, name="rule-rollout"),
    path("clock/rollout/", settings.rollout, {"kind": "clock"}, name="clock-rollout"),
    path("duty/", departments.duty, name="duty"),
]
