"""Keeping a view of the queues under a name."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.models import SavedView
from tenants.models.roles import RESOLVE

LONGEST = SavedView._meta.get_field("query").max_length


class ViewForm(forms.Form):
    """``query`` is what the queue is asked for; empty leaves a view that is there as it is."""

    name = forms.CharField(label=_("Name"), max_length=60)
    is_shared = forms.BooleanField(label=_("Everybody here sees it"), required=False)
    query = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)

    def __init__(self, *args, access, normal, **kwargs):
        """``normal`` brings what was asked for into its normal form."""
        super().__init__(*args, **kwargs)
        self.access, self.normal = access, normal

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_is_shared(self):
        if self.cleaned_data["is_shared"] and not may_share(self.access):
            raise ValidationError(_("Only leads, managers and administrators share views."))
        return self.cleaned_data["is_shared"]

    def clean_query(self):
        text = self.cleaned_data["query"]
        query = self.normal(self.access, QueryDict(text)) if text else ""
        if len(query) > LONGEST:  # said where it is seen, at the name
            self.add_error("name", _("This asks for more than a view can keep. Use fewer words."))
        return query


def may_share(access):
    """Who resolves cases also decides what everybody sees in the menu."""
    return access.can(RESOLVE)
