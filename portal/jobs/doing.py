"""Doing what people have asked for: their page is opened for them, as it would be for them now.

The rights are those of this moment, since it is the page's own view that answers. A try that ends in the
middle is begun again by whoever comes next: what it has written by then is deleted, and was seen by nobody.
"""

from urllib.parse import unquote, urlsplit
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from portal.clock.alone import alone
from portal.clock.models import LastRun
from portal.days import workdays
from portal.days.policy import load_policy
from portal.jobs import workflow
from portal.jobs.models import Job, Trouble, rights_of
from portal.jobs.offers import NotMade
from portal.people.roles import hats_of

SWEEP = "portal.jobs.tasks.make"
TRIES = 3


class Dropped(Exception):
    """It is not wanted any more, or is to be begun again."""


def make(now):
    """One file, the one that was asked for first. Returns its job, or None. `now` reads the clock."""
    workflow.erase()
    for job in Job.objects.open().order_by("asked_at"):
        with alone(f"job/{job.pk}") as mine:
            if mine and _begin(job, now()):
                _make(job, now)
                return job
    return None


def _begin(job, at):
    """Whether it is still wanted, and was not begun too often."""
    mine = Job.objects.open().filter(pk=job.pk)
    if not (found := mine.first()):
        return False
    if found.tries >= TRIES:
        mine.update(ended_at=at, trouble=Trouble.FAILED)
        return False
    if found.path:
        default_storage.delete(found.path)
    job.path = f"jobs/{uuid4().hex}"
    said = {"path": job.path, "tries": F("tries") + 1, "begun_at": at, "moved_at": at, "done": 0, "of": 0}
    return mine.update(**said)


def _make(job, now):
    mine = Job.objects.open().filter(pk=job.pk, path=job.path).exclude(begun_at=None)

    def tell(done, of):
        at = now()
        LastRun.objects.filter(sweep=SWEEP).expect(at)  # it goes on
        if not mine.update(done=done, of=of, moved_at=at):
            raise Dropped

    try:
        request = request_for(job, now(), tell)
        name, content = answer_of(job, request)
        default_storage.save(job.path, ContentFile(content))
        rights = rights_of(request.hats)
        said = {"name": name, "size": len(content), "rights": rights, "ended_at": now()}
        if not mine.update(**said):
            raise Dropped
    except Dropped:
        default_storage.delete(job.path)
    except (PermissionDenied, Http404):
        mine.update(ended_at=now(), trouble=Trouble.RIGHTS)
    except NotMade as trouble:
        mine.update(ended_at=now(), trouble=str(trouble))


def request_for(job, at, tell):
    """What the person's own browser would ask, at this moment; `tell` is what no browser brings along."""
    url = urlsplit(job.address)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", unquote(url.path), unquote(url.path)
    request.META |= {"QUERY_STRING": url.query, "SERVER_NAME": "", "SERVER_PORT": ""}
    request.GET, request.session, request.tell = QueryDict(url.query), {}, tell
    policy = SimpleLazyObject(load_policy)
    request.now, request.user = at, job.by
    request.calendar = SimpleLazyObject(lambda: workdays.load(policy))
    request.hats = hats_of(job.by, timezone.localdate(at), policy)
    if not request.user.is_active:
        raise PermissionDenied
    return request


def answer_of(job, request):
    """(name, bytes) of the file that the page answers with. Raises what it raises; NotMade for no file."""
    request.resolver_match = view = resolve(request.path)
    with translation.override(job.language):
        answer = view.func(request, *view.args, **view.kwargs)
    _kind, _name, name = answer.get("Content-Disposition", "").partition("filename*=UTF-8''")
    if answer.status_code != 200 or not name:
        raise NotMade(Trouble.CHANGED)
    return unquote(name), answer.content
