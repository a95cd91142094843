"""A person's desk as it is opened, and what stands on a page that one is led to."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import reverse

ALL_DONE, NOTHING = "All done.", "Nothing waits for you."


class Page(HTMLParser):
    """The addresses that forms of a page are sent to, and how many rows of the desk it has."""

    def __init__(self, page, path=""):
        super().__init__()
        self.path, self.actions, self.rows, self.section = path, set(), 0, 0
        self.text = page
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method") == "post":
            self.actions.add(urlsplit(attrs.get("action") or self.path).path)
        if tag == "li" and attrs.get("class") == "duty" and "data-waits" in attrs:
            self.rows += 1


def desk(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("desk"))
    return answer.context, Page(answer.content.decode())
