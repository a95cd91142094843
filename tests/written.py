"""Forms in which a person writes more than a line, found on the pages themselves."""

from html.parser import HTMLParser

from django import forms
from django.forms.boundfield import BoundField
from django.test import Client

from tests import test_routes
from tests.world import address

# Open to strangers, or without a row of its own there: (route, object, what is sent, who).
MATTER = {
    "topic": "路灯", "text": "加装路灯。", "citizen": "周女士", "phone": "13900000000", "agree": "on",
}  # fmt: skip
BESIDES = [("reports:tell_us", "code", MATTER, "")]


class Forms(HTMLParser):
    """`found` on a page: the attributes of each form that is posted and has a box to write in."""

    def __init__(self, page):
        super().__init__()
        self.found, self.form, self.body = [], None, {}
        self.scripts = []
        self.limits = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "body":
            self.body = attrs
        if tag == "script":
            self.scripts.append(attrs.get("src", ""))
        if tag == "form":
            self.form = attrs if attrs.get("method") == "post" else None
        if tag == "textarea" and "readonly" not in attrs and self.form and self.form not in self.found:
            self.found.append(self.form)
        if "maxlength" in attrs:
            self.limits.append(attrs)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def shown_by(monkeypatch):
    """A set to which each box that a page draws is added: (class of the form, name of the field)."""
    shown, draw = set(), BoundField.as_widget

    def as_widget(bound, *args, **kwargs):
        if isinstance(bound.field.widget, forms.Textarea):
            shown.add((type(bound.form), bound.name))
        return draw(bound, *args, **kwargs)

    monkeypatch.setattr(BoundField, "as_widget", as_widget)
    return shown


def opened(world, row):
    """(the answer to a row's page, its text, who opened it); no text where it is no page."""
    route, about, *_rest, allowed = row
    client, who = Client(), allowed and world.people[allowed.split()[0]]
    if who:
        client.force_login(who)
    answer = client.get(address(world, route, about))
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return answer, (answer.content.decode() if is_page else ""), who


def rows():
    """All that may have a form: each route with somebody who may open it."""
    pages = [(route, about, allowed) for route, about, allowed, _otherwise in test_routes.PAGES]
    posts = [(route, about, allowed) for route, about, _sent, allowed in test_routes.POSTS]
    besides = [(route, about, allowed) for route, about, _sent, allowed in BESIDES]
    return dict.fromkeys(row for row in pages + posts + besides if row[2] or row in besides)
