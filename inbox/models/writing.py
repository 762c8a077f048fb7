"""What a notification says by mail."""

from email.utils import formataddr
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import strip_tags


def letter(delivery):
    """Write the mail; the same delivery is the same mail, by its Message-ID, however often it is written."""
    told, company = delivery.notification, delivery.tenant
    said = sentence(told)
    inside = f"{settings.PUBLIC_BASE_URL}/{company.slug}/inbox/"
    context = {
        "notification": told,
        "company": company,
        "sentence": said,
        "url": f"{inside}{told.pk}/",
        "preferences_url": f"{inside}preferences/",
    }
    with timezone.override(delivery.zone):
        text, html = (get_template(f"inbox/mail/notification.{kind}").render(context) for kind in ("txt", "html"))
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname
    return_to = f"<{told.subject_kind}-{told.subject_id}@{host}>"
    message = EmailMultiAlternatives(
        subject=_one_line(f"{told.subject_label}: {said}"),
        body=text,
        to=[formataddr((_one_line(told.member.name), delivery.to))],
        headers={
            "Message-ID": f"<{delivery.key}@{host}>",
            "References": return_to,
            "In-Reply-To": return_to,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def sentence(notification) -> str:
    """Return what the notification says, as plain text."""
    html = get_template(notification.template).render({"notification": notification, "facts": notification.facts})
    return _one_line(unescape(strip_tags(html)))


def _one_line(text):
    return " ".join(text.split())
