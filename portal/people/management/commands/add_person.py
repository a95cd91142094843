"""Adds a person who can sign in: the first system administrator, or anybody until there is a page for it."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.ledger.engine import TooLate
from portal.people.forms import may_sit
from portal.people.models import Hat, Organisation, Post, Role, User
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
        if User.objects.filter(username=username).exists():
            raise CommandError(f"{username} is taken.")
        user = User(username=username, name=name, email=email, organisation=home)
        password = getpass("Password: ")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        user.save()
        if role:
            Hat.objects.create(user=user, role=role, organisation=home)
        if post:
            self._seat(post, user)

    def _seat(self, code, user):
        post = Post.objects.filter(pk=code).first()
        if not post:
            raise CommandError(f"There is no post called {code}.")
        if not may_sit(user, post):
            raise CommandError("An administrator's post and the office's posts are kept apart.")
        try:
            seat_first_holder(post, user, at=timezone.now())
        except TooLate:
            raise CommandError("Somebody sits there; who follows is named in the portal.") from None
