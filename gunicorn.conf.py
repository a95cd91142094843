"""What gunicorn reads by itself: a worker ends after so many requests, or once it has become too large.

It finishes what it has begun, and another one takes its place: what grows in it never grows for long.
"""

import resource

max_requests, max_requests_jitter = 2000, 500  # so that two workers do not end at once
LARGEST = 700 * 1024  # KiB that it ever needed; after printing and importing it has two or three hundred MB


def post_request(worker, _request, _environ, _response):
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > LARGEST:
        worker.log.info("This worker has become too large and ends.")
        worker.alive = False
