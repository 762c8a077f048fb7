from django.urls import path

from .views import (
    after_hours,
    bulk,
    calling,
    caring,
    hook_settings,
    hooks,
    investigating,
    lists,
    pasting,
    promising,
    rates,
    returns,
    standards,
    terms,
)

urlpatterns = [
    path("", lists.today, name="callback-today"),
    path("all/", lists.callback_list, name="callback-list"),
    path("calendar/", lists.calendar, name="callback-calendar"),
    path("rates/", rates.rate_list, name="rate-list"),
    path("rates/<uuid:pk>/", rates.rate_detail, name="rate-detail"),
    path("rates/<uuid:pk>/acknowledgement/", rates.acknowledgement, name="rate-acknowledgement"),
    path("pulse/", lists.callback_pulse, name="callback-pulse"),
    path("of/<slug:what>/<path:number>/", lists.callbacks_of, name="callbacks-of"),
    path("new/", promising.callback_new, name="callback-new"),
    path("reassignment/", bulk.reassignment, name="callback-reassignment"),
    path("<int:number>/", calling.callback_detail, name="callback-detail"),
    path("<int:number>/attempt/", calling.attempt, name="callback-attempt"),
    path("<int:number>/time/", calling.time, name="callback-time"),
    path("<int:number>/assignment/", calling.assignment, name="callback-assignment"),
    path("<int:number>/withdrawal/", calling.withdrawal, name="callback-withdrawal"),
    path("<int:number>/escalation/", calling.escalation, name="callback-escalation"),
    path("<int:number>/number/", calling.number, name="callback-number"),
]

of_settings = [
    path("callbacks/", standards.callback_standards, name="callback-standards"),
    path("after-job/", caring.after_job, name="after-job-settings"),
    path("after-hours/", hook_settings.hook, name="after-hours-hook-settings"),
    path("returns/", terms.return_terms, name="return-terms"),
]
returned = [
    path("", returns.return_list, name="return-list"),
    path("pulse/", returns.return_pulse, name="return-pulse"),
    path("new/", returns.return_new, name="return-new"),
    path("<int:number>/", returns.return_detail, name="return-detail"),
    path("<int:number>/finding/", investigating.finding, name="return-finding"),
    path("<int:number>/evidence/", investigating.evidence, name="return-evidence"),
    path("<int:number>/evidence/<uuid:pk>/<slug:size>/", investigating.file, name="return-file"),
    path("<int:number>/cause/", investigating.cause, name="return-cause"),
    path("<int:number>/settlement/", investigating.settlement, name="return-settlement"),
    path("<int:number>/plan/", investigating.plan, name="return-plan"),
    path("<int:number>/assignment/", investigating.assignment, name="return-assignment"),
    path("<int:number>/withdrawal/", investigating.withdrawal, name="return-withdrawal"),
    path("<int:number>/objection/", investigating.objection, name="return-objection"),
    path("<int:number>/answer/", investigating.answer, name="return-answer"),
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
