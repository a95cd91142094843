"""Adds a person who can sign in: the first system administrator, before there is anybody to make accounts."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.accounts.workflow.accounts import create_account
from portal.accounts.workflow.passwords import set_password
from portal.ledger.engine import TooLate
from portal.people.forms import may_sit
from portal.people.models import Organisation, Post, Role, User
from portal.people.workflow import seat_first_holder


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("organisation", help="its whole name")
        parser.add_argument("--role", choices=Role.values)
        parser.add_argument("--post", help="code of a post that nobody sits in yet, such as chair")
        parser.add_argument("--email", default="")

    @transaction.atomic
    def handle(self, *, username, name, organisation, role, post, email, **options):
        home = Organisation.objects.standing().filter(name=organisation).first()
        if not home:
            raise CommandError(f"There is no organisation called {organisation}.")
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"{username} is taken.")
        now, said = timezone.now(), {"username": username, "name": name, "email": email}
        password = getpass("Password: ")
        try:
            validate_password(password, User(**said))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user = create_account(by=None, at=now, organisation=home, roles=[role] if role else [], **said)
        set_password(user, password, at=now)
        if post:
            self._seat(post, user, now)

    def _seat(self, code, user, at):
        post = Post.objects.filter(pk=code).first()
        if not post:
            raise CommandError(f"There is no post called {code}.")
        if not may_sit(user, post):
            raise CommandError("An administrator's post and the office's posts are kept apart.")
        try:
            seat_first_holder(post, user, at=at)
        except TooLate:
            raise CommandError("Somebody sits there; who follows is named in the portal.") from None
