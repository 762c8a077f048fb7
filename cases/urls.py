from django.urls import path

from .views import choosing, detail, evidence, lists, parts, referrals, verbs

urlpatterns = [
    path("", lists.case_list, name="case-list"),
    path("filters/", choosing.case_filters, name="case-filters"),
    path("filters/customers/", choosing.filter_customers, name="filter-customers"),
    path("pulse/", lists.case_pulse, name="case-pulse"),
    path("new/", lists.case_new, name="case-new"),
    path("proposal/", lists.case_proposal, name="case-proposal"),
    path("<int:number>/", detail.case_detail, name="case-detail"),
    path("<int:number>/header/", detail.case_header, name="case-header"),
    path("<int:number>/facts/", detail.case_facts, name="case-facts"),
    path("<int:number>/description/", detail.case_description, name="case-description"),
    path("<int:number>/timeline/", detail.case_timeline, name="case-timeline"),
    path("<int:number>/priority/", verbs.priority, name="case-priority"),
    path("<int:number>/reason/", verbs.reason, name="case-reason"),
    path("<int:number>/department/", verbs.department, name="case-department"),
    path("<int:number>/assignment/", verbs.assignment, name="case-assignment"),
    path("<int:number>/escalation/", verbs.escalation, name="case-escalation"),
    path("<int:number>/resolution/", verbs.resolution, name="case-resolution"),
    path("<int:number>/waiting/", verbs.waiting, name="case-waiting"),
    path("<int:number>/closure/", verbs.closure, name="case-closure"),
    path("<int:number>/reopening/", verbs.reopening, name="case-reopening"),
    path("<int:number>/correction/", verbs.edit, name="case-edit"),
    path("<int:number>/next-action/", verbs.next_action, name="case-next-action"),
    path("<int:number>/next-step/", verbs.next_step, name="case-next-step"),
    path("<int:number>/referrals/", referrals.referrals, name="case-referrals"),
    path("<int:number>/referrals/new/", referrals.referral, name="case-referral"),
    path("<int:number>/referrals/<uuid:pk>/acceptance/", referrals.acceptance, name="case-referral-acceptance"),
    path("<int:number>/referrals/<uuid:pk>/answer/", referrals.answer, name="case-referral-answer"),
    path("<int:number>/referrals/<uuid:pk>/return/", referrals.giving_back, name="case-referral-return"),
    path("<int:number>/referrals/<uuid:pk>/withdrawal/", referrals.withdrawal, name="case-referral-withdrawal"),
    path("<int:number>/helpers/", parts.helpers, name="case-helpers"),
    path("<int:number>/tags/", parts.tags, name="case-tags"),
    path("<int:number>/guests/", parts.guests, name="case-guests"),
    path("<int:number>/following/", parts.following, name="case-following"),
    path("<int:number>/mentions/", parts.mentions, name="case-mentions"),
    path("<int:number>/comments/", parts.comments, name="case-comments"),
    path("<int:number>/evidence/", evidence.gallery, name="case-evidence"),
    path("<int:number>/evidence/<uuid:pk>/caption/", evidence.caption, name="evidence-caption"),
    path("<int:number>/evidence/<uuid:pk>/<slug:size>/", evidence.file, name="evidence-file"),
]

referred = [
    path("", referrals.referral_list, name="referral-list"),
    path("pulse/", referrals.referral_pulse, name="referral-pulse"),
]
