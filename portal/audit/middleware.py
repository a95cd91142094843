"""What is noted whatever the page: that somebody was refused one, or took a file along."""

from portal.people import logs

REFUSALS = (403, 404)


def noted(get_response):
    """Of whoever has signed in. What strangers ask for leads to the door, and stands in the front's log."""

    def middleware(request):
        response = get_response(request)
        if not request.user.is_authenticated:
            return response
        if response.status_code in REFUSALS:
            logs.refused(request)
        elif response.status_code == 200 and _is_file(response):
            logs.exported(request)
        return response

    return middleware


def _is_file(response):
    return response.get("Content-Disposition", "").startswith("attachment")
