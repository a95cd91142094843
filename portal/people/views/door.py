"""Signing in, and the sign of life for the machines."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.views.i18n import set_language

from portal.days.policy import load_policy
from portal.days.workdays import local_day
from portal.people import logs
from portal.people.forms import SignInForm
from portal.people.models import User
from portal.people.throttle import remember

DEMO_PASSWORD = "tian-he-2026"
DEMO_PEOPLE = [
    "yangmin", "lihui", "wangqiang", "chenjing", "zhoulan", "sunbo", "wuyue", "zhaolei", "qianwei", "gaoyuan",
    "hefang", "malan", "xitong", "anquan", "shenji",
]  # fmt: skip


class SignIn(LoginView):
    """Django's own, with the demo's people where there is a demo."""

    authentication_form = SignInForm

    def form_valid(self, form):
        self.request.session.flush()  # else whoever signs in twice keeps the key of the first time
        answer = super().form_valid(form)
        logs.signed_in(self.request)
        remember(self.request, answer, form.cleaned_data["username"])
        return answer

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if form.non_field_errors():
            logs.turned_away(self.request, form.cleaned_data["username"], closed=bool(form.opens_in))
        if form.opens_in:
            answer.status_code, answer["Retry-After"] = 429, int(form.opens_in.total_seconds())
        return answer

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.get_redirect_url() not in ("", reverse("desk")):
            context["idle"] = load_policy().on(local_day(self.request.now)).idle_minutes
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_password": DEMO_PASSWORD}
        return context


class SignOut(LogoutView):
    """Django's own, after which the browser drops every page it has kept.

    Never "storage": on the device lie words that no server has, and they stay for the one who typed them.
    """

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            logs.signed_out(request.user)
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer


def demo_accounts():
    """[{username, name, role}] in the order of the walk."""
    people = {user.username: user for user in User.objects.filter(username__in=DEMO_PEOPLE)}
    return [
        {"username": name, "name": people[name].name, "role": people[name].position}
        for name in DEMO_PEOPLE
        if name in people
    ]


@login_not_required
def speak(request):
    """Django's own choice of language, remembered for the person's mail too."""
    response = set_language(request)
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return response


@login_not_required
def healthz(request):
    """Answers ok while the database does; else it is as any page, 503."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
