"""Django's sessions in the database, read by a statement that is planned once a connection."""

from django.contrib.sessions.backends import db
from django.utils import timezone

from .prepared import row_of


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        session = row_of(self.model, session_key=self.session_key)
        if session and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None
