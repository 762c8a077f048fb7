"""Pages of the company's own people: an installer does not learn that they are there."""

from functools import wraps

from django.http import Http404


def inside(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.access.is_inside:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
