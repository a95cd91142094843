"""What gunicorn reads by itself.

A worker ends after so many requests, or once it has become too large: it finishes what it has begun, and
another one takes its place, so that what grows in it never grows for long. The access log says who asked for
which page when, and not what was searched for: neither the query nor the page one came from.
"""

import resource

access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(b)s %(M)s ms"
max_requests, max_requests_jitter = 2000, 500  # so that two workers do not end at once
LARGEST = 700 * 1024  # KiB that it ever needed; after printing and importing it has two or three hundred MB


def post_request(worker, _request, _environ, _response):
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > LARGEST:
        worker.log.info("This worker has become too large and ends.")
        worker.alive = False
