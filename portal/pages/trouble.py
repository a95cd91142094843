"""What a page says when something broke, wherever that was: in a view, in a template or before either."""

import sys
from errno import EDQUOT, ENOSPC

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults


def broken(request):
    """503 where it will pass: the database is away or gave up waiting, or the disk is full; else 500.

    Django calls this while it handles the exception, for middleware as well, which no middleware could do.
    """
    if not _passes(sys.exception()):
        return defaults.server_error(request)
    if request.path == reverse("healthz"):
        return HttpResponse("not ok", status=503, content_type="text/plain; charset=utf-8")
    known = {"portal_name": settings.PORTAL_NAME, "here": request.get_full_path()}
    page = render_to_string("503.html", known | {"sent": request.method == "POST"})
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})


def _passes(error):
    full = isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)
    return full or isinstance(error, OperationalError | InterfaceError)
