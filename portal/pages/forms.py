"""What every form shares."""

from django import forms


def posted(request):
    """What was sent, even if it was nothing; None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def status_of(form):
    return 400 if form.is_bound and not form.is_valid() else 200


def day_input():
    """The browser's own date picker, which speaks ISO whatever the page's language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows, limit):
    return forms.Textarea(attrs={"rows": rows, "data-count": limit})
