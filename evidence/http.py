"""Hands a file to a browser that must not trust it."""

from django.http import FileResponse, Http404


def serve(item, size):
    """Answer with ``item`` in that size. Who may see it was asked before.

    Errors: Http404 before the item is clean, when it failed, for unknown sizes and for a lost file.
    """
    served = item.served(size)
    if served is None:
        raise Http404
    try:
        file = served.open()
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        file, as_attachment=not served.is_inline, filename=served.name, content_type=served.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=300"
    return response
