"""What is asked about accounts and passwords."""

import unicodedata

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm, SetPasswordMixin
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import standing
from portal.accounts.states import GIVEN, Standing
from portal.accounts.workflow.accounts import NO_OFFICER, units_left, who_may_follow
from portal.ledger.editing import VersionedForm
from portal.ledger.engine import decided
from portal.pages.forms import area
from portal.pages.text import CleanLine, CleanMail, CleanText
from portal.people.models import Hat, Organisation, Role, Seat

LONGEST = 128  # characters of a password: more is work for the hash and nothing else
ROLES = [(role.value, role.label) for role in GIVEN]


class NameField(CleanLine):
    """A sign-in name, as it is kept: full-width letters become the ordinary ones."""

    default_validators = [UnicodeUsernameValidator()]

    def to_python(self, value):
        return unicodedata.normalize("NFKC", super().to_python(value))


def roles_field():
    return forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("In the person's own organisation. Posts in the office are given on the page of posts."),
    )  # fmt: skip


class AccountFilter(forms.Form):
    """Which accounts are looked at."""

    q = CleanLine(label=_("Name or user name"), max_length=50, required=False)
    place = CleanLine(label=_("Organisation"), max_length=50, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *Standing.choices], required=False)

    def narrowed(self, users, asked):
        if q := asked.get("q"):
            users = users.filter(Q(name__icontains=q) | Q(username__icontains=q))
        if place := asked.get("place"):
            users = users.filter(organisation__name__icontains=place)
        if role := asked.get("role"):
            worn = Hat.objects.filter(role=role).values("user")
            users = users.filter(
                Q(pk__in=worn) | Q(pk__in=Seat.objects.filter(post__role=role).values("user"))
            )
        if state := asked.get("state"):
            users = users.filter(standing(state))
        return users


class CreateForm(forms.Form):
    """A new account."""

    username = NameField(
        label=_("User name"), max_length=30,
        help_text=_("Letters, digits and @ . + - _ without spaces; the person types it to sign in."),
    )  # fmt: skip
    name = CleanLine(label=_("Full name"), max_length=50)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.filter(dissolved_on=None).order_by("name")
    )
    position = CleanLine(label=_("Position"), max_length=100, required=False)
    email = CleanMail(label=_("Mail address"), max_length=254, required=False)
    phone = CleanLine(label=_("Phone"), max_length=20, required=False)
    roles = roles_field()


class ChangeForm(VersionedForm):
    """What belongs to an account."""

    username = NameField(label=_("User name"), max_length=150)
    email = CleanMail(label=_("Mail address"), max_length=254, required=False)
    phone = CleanLine(label=_("Phone"), max_length=20, required=False)
    roles = roles_field()

    def __init__(self, *args, user, **kwargs):
        user.refresh_from_db()
        worn = Hat.objects.filter(user=user, organisation=user.organisation, role__in=GIVEN)
        known = {name: getattr(user, name) for name in ("username", "email", "phone")}
        known |= {"roles": list(worn.values_list("role", flat=True)), "version": decided(user).count()}
        super().__init__(*args, initial=known, **kwargs)


class CloseForm(forms.Form):
    """Why an account is switched off, and who follows."""

    successor = forms.ModelChoiceField(
        label=_("Who follows"), queryset=None, required=False, empty_label=_("Nobody"),
        help_text=_("Has the roles for a place from now on: officer, head, liaison, convener."),
    )  # fmt: skip
    note = CleanText(label=_("Reason"), max_length=500, widget=area(3, 500))

    def __init__(self, *args, user, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = who_may_follow(user, by)
        self.left = list(units_left(user))

    def clean_successor(self):
        successor = self.cleaned_data["successor"]
        if self.left and not successor:
            raise forms.ValidationError(NO_OFFICER, params={"unit": self.left[0]})
        return successor


def rules():
    """The rules of passwords as a list."""
    said = format_html_join("", "<li>{}</li>", ((words,) for words in password_validators_help_texts()))
    return format_html("<ul>{}</ul>", said)


class NewPasswordForm(SetPasswordForm):
    """By a link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _measured(self)


class OwnPasswordForm(PasswordChangeForm):
    """The present one, and a new one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _measured(self)


def _measured(form):
    for field in form.fields.values():
        field.max_length = LONGEST
        field.validators.append(MaxLengthValidator(LONGEST))
    form.fields["new_password1"].help_text = rules()


class CodeForm(SetPasswordMixin, forms.Form):
    """Sign-in name and printed code, and a password of one's own."""

    username = NameField(label=_("User name"), max_length=150)
    code = CleanLine(
        label=_("Code"), max_length=30,
        help_text=_("As it is printed; dashes and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip
    new_password1, new_password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("New password confirmation")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _measured(self)

    def clean(self):
        self.validate_passwords("new_password1", "new_password2")
        return super().clean()

    def fits(self, user):
        """Whether the password obeys the rules for this person, whose code was right."""
        self.validate_password_for_user(user, "new_password1")
        return not self.errors


class ForgottenForm(forms.Form):
    """Whose password was forgotten."""

    name = CleanLine(label=_("User name or mail address"), max_length=254)
