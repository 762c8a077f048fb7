"""What a manager decides about calls after large jobs."""

from hashlib import sha256

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callbacks.words import Care, names_in

# What the script may name, and an example of each for the preview.
NAMES = {
    "customer": gettext_lazy("whom we call"),
    "caller": gettext_lazy("whoever calls"),
    "company": gettext_lazy("the company"),
    "technician": gettext_lazy("who did the work"),
    "work": gettext_lazy("what was done"),
}
MOST_WORKS = 40


class CareForm(forms.Form):
    is_on = forms.BooleanField(
        label=gettext_lazy("Call after large jobs: when one is completed, the call is promised by itself"),
        required=False,
    )
    works = forms.CharField(
        label=gettext_lazy("Large is work with one of these words in its name, one a line"),
        help_text=gettext_lazy("A job that is marked as large counts in any case."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    script = forms.CharField(
        label=gettext_lazy("What is said"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data=None, *, care):
        begin = {"is_on": care.is_on, "works": "\n".join(care.works), "script": care.script}
        super().__init__(data, initial=begin)

    @property
    def names(self):
        """The names that the script may hold in braces, with what stands there then."""
        return [(f"{{{name}}}", label) for name, label in NAMES.items()]

    def clean_works(self):
        works = [" ".join(line.split()) for line in self.cleaned_data["works"].splitlines()]
        works = tuple(dict.fromkeys(work for work in works if work))
        if len(works) > MOST_WORKS:
            raise forms.ValidationError(_("At most %(most)s.") % {"most": MOST_WORKS})
        return works

    def clean_script(self):
        script = self.cleaned_data["script"].strip()
        try:
            unknown = sorted(names_in(script) - set(NAMES))
        except ValueError:
            raise forms.ValidationError(_("A brace is open or closed alone, or holds more than a name.")) from None
        if unknown:
            said = _("Nobody knows what %(names)s is. There are: %(known)s.")
            known = ", ".join(f"{{{name}}}" for name in NAMES)
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise forms.ValidationError(said % {"names": names, "known": known})
        return script

    def care(self):
        return Care(**self.cleaned_data)

    def seal(self):
        """Return what changes when what is written changes, so that what is saved is what was looked at."""
        return sha256(repr(self.care()).encode()).hexdigest()[:16] if self.is_valid() else ""
