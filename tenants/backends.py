"""Signing in by password, as Django does it; who is signed in is read by a statement that is planned once."""

from django.contrib.auth.backends import ModelBackend

from .models import User
from .prepared import row_of


class PasswordBackend(ModelBackend):
    def get_user(self, user_id):
        user = row_of(User, id=user_id)
        return user if user and self.user_can_authenticate(user) else None
