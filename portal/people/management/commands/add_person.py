"""Adds a person who can sign in: the first system administrator, or anybody until there is a page for it."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.people.models import Hat, Organisation, Role, User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("organisation", help="its whole name")
        parser.add_argument("--role", choices=Role.values, help="posts are named in the portal")
        parser.add_argument("--email", default="")

    @transaction.atomic
    def handle(self, *, username, name, organisation, role, email, **options):
        home = Organisation.objects.filter(name=organisation).first()
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
