"""The attributes of a form whose words are kept on the server while they are typed."""

import json

from django import template
from django.utils.html import format_html

from portal.unsent.forms import begun
from portal.unsent.models import Unsent
from portal.unsent.places import place

register = template.Library()


@register.simple_tag(takes_context=True)
def unsent(context, report=None, part="", at=""):
    """Where it is kept, and what is. Nothing for strangers.

    `part` tells the forms of one page apart; `at` is the address of a form that other addresses answer, too.
    """
    request = context["request"]
    if not request.user.is_authenticated:
        return ""
    where = place(request, report, at or (f"{request.path}#{part}" if part else ""), at)
    kept = begun(_on_this_page(request, at or request.path).get(where.form))
    kept |= {"posted": request.POST.get("unsent_on", "")}
    return format_html(
        ' data-unsent="{}" data-token="{}" data-drop-unsent="{}" data-begun="{}"',
        where.url("save_words"), where.token, where.url("drop_unsent"), json.dumps(kept, ensure_ascii=False),
    )  # fmt: skip


def _on_this_page(request, path):
    """{form: row} of what this person has begun here: one query, however many forms there are."""
    if not hasattr(request, "unsent"):
        rows = Unsent.objects.filter(user=request.user, form__startswith=path)
        request.unsent = {row.form: row for row in rows}
    return request.unsent
