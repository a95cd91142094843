"""The attributes of a form whose words are kept on the server while they are typed."""

import json

from django import template
from django.utils.html import format_html

from portal.unsent.forms import begun
from portal.unsent.models import Unsent
from portal.unsent.places import place

register = template.Library()


@register.simple_tag(takes_context=True)
def unsent(context, report=None, part=""):
    """Where it is kept, and what is; `part` tells the forms of one page apart. Nothing for strangers."""
    request = context["request"]
    if not request.user.is_authenticated:
        return ""
    where = place(request, report, f"{request.path}#{part}" if part else "")
    kept = begun(_on_this_page(request).get(where.form)) | {"posted": request.POST.get("unsent_on", "")}
    return format_html(
        ' data-unsent="{}" data-token="{}" data-drop-unsent="{}" data-begun="{}"',
        where.url("save_words"), where.token, where.url("drop_unsent"), json.dumps(kept, ensure_ascii=False),
    )  # fmt: skip


def _on_this_page(request):
    """{form: row} of what this person has begun here: one query, however many forms there are."""
    if not hasattr(request, "unsent"):
        rows = Unsent.objects.filter(user=request.user, form__startswith=request.path)
        request.unsent = {row.form: row for row in rows}
    return request.unsent
