"""The web server's entrance."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django = get_wsgi_application()


def application(environ, start_response):
    """Django's own, with one name for all encodings but UTF-8: our middleware refuses them.

    Django reads even the address in the encoding of the form, and fails outside of all its handlers where
    Python does not know it, or knows the name for something else, as `hex`.
    """
    try:
        _kind, said = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except (LookupError, ValueError):  # encodings of its other words
        said = {"charset": "unknown"}
    if said.get("charset", "utf-8").lower() != "utf-8":
        environ["CONTENT_TYPE"] = "text/plain; charset=latin-1"
    return django(environ, start_response)
