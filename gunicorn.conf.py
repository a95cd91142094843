"""What gunicorn reads by itself.

Two processes of four threads are plenty, because the front server hands over whole requests only. A worker
ends after so many requests, or once it has become too large: it finishes what it has begun, and another one
takes its place, so that what grows in it never grows for long. The access log is the front server's.
"""

import resource

workers, threads = 2, 4
limit_request_line = 8190  # the front server's own limit
control_socket_disable = True
max_requests, max_requests_jitter = 2000, 500  # so that two workers do not end at once
LARGEST = 700 * 1024  # KiB that it ever needed; after printing and importing it has two or three hundred MB


def on_starting(server):
    """In production the front server alone reaches the portal, which believes what it says of the caller."""
    if any(isinstance(address, tuple) for address in server.cfg.address):
        from portal.settings import HTTPS  # noqa: PLC0415  (it reads all settings)

        if HTTPS:
            raise RuntimeError("The portal listens on a unix: socket only, behind deploy/nginx.conf.")


def post_request(worker, _request, _environ, _response):
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > LARGEST:
        worker.log.info("This worker has become too large and ends.")
        worker.alive = False
