from django.urls import path

from . import views

urlpatterns = [
    path("", views.account_list, name="account-list"),
    path("lookup/", views.customer_lookup, name="customer-lookup"),
    path("jobs/<path:number>/notes/", views.job_notes, name="job-notes"),
    path("jobs/<path:number>/completion/", views.job_completion, name="job-completion"),
    path("jobs/<path:number>/reopening/", views.job_reopening, name="job-reopening"),
    path("jobs/<path:number>/", views.job_detail, name="job-detail"),
    path("orders/<path:number>/", views.order_detail, name="order-detail"),
    path("<int:number>/", views.account_detail, name="account-detail"),
    path("<int:number>/complaints/new/", views.account_complaint, name="account-complaint"),
    path("<int:number>/complaints/<uuid:pk>/settlement/", views.complaint_settlement, name="complaint-settlement"),
    path("<int:number>/correction/", views.account_correction, name="account-correction"),
    path("<int:number>/contacts/<uuid:pk>/", views.contact_correction, name="contact-correction"),
    path("<int:number>/<slug:kind>/", views.account_shelf, name="account-shelf"),
]
