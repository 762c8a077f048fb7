"""The form that merges two cases."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MergeForm(forms.Form):
    """``keep`` is the number of the case that goes on; ``confirmed`` is asked where the customers differ."""

    other = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.TypedChoiceField(label=_("Which one goes on?"), coerce=int, widget=forms.RadioSelect)
    confirmed = forms.BooleanField(label=_("Yes, they are about the same all the same"), required=False)

    def __init__(self, data=None, *, this, other, keep=None):
        self.sides = {this.number: this, other.number: other}
        super().__init__(data, initial={"other": other.number, "keep": keep or _likely(this, other).number})
        self.fields["keep"].choices = [(number, str(one)) for number, one in self.sides.items()]
        if not self.left_behind():
            del self.fields["confirmed"]

    @property
    def survivor(self):
        kept = str(self["keep"].value() or "")
        return self.sides.get(int(kept[:9]) if kept.isdecimal() else 0) or next(iter(self.sides.values()))

    @property
    def source(self):
        return next((one for one in self.sides.values() if one.pk != self.survivor.pk), self.survivor)

    def left_behind(self):
        """The customers whom only the source is about, by name."""
        return [party.name for party in self.source.parties_left_behind_by(self.survivor)]


def _likely(case, other):
    """Which of the two goes on, most likely: the open one, and of two the older."""
    return min((case, other), key=lambda one: (one.resolved_at is not None, one.number))
