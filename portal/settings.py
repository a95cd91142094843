"""Settings: what an operator must know comes from the environment: docs/operating.md.

How the office works (cut-off, office hours, chain ...) is its policy: portal/days/points.py, and a page.
"""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)  # shows the demo accounts and allows plain http on this machine
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")

# The office
PORTAL_NAME = env("PORTAL_NAME", default="直通车")
COMMITTEE_NAME = env("COMMITTEE_NAME", default="政协天河市委员会")
FONT_DIR = env("FONT_DIR", default=None)  # the office's own fonts for documents
TEMPLATE_DIR = env("TEMPLATE_DIR", default=None)  # the office's own templates for documents

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # for the templates of our own inputs
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "portal.people",
    "portal.days",
    "portal.clock",
    "portal.ledger",
    "portal.audit",
    "portal.files",
    "portal.unsent",
    "portal.jobs",
    "portal.pages",
    "portal.backup",
    "portal.run",
    "reports",
    "routing",
    "feedback",
    "portal.roof",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.refuse",  # in the person's language
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.present",
    "portal.audit.middleware.noted",
    "portal.middleware.awake",
    "portal.middleware.private",
    "portal.middleware.onward",
    "portal.unsent.middleware.sent",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.roof.menu.menu",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# PostgreSQL is the only truth. Limits keep one stuck statement from holding up the office.
# The application's role changes neither tables nor the past. A process that knows the owner's address acts as
# the owner: migrations, and a restore.
APPLICATION = env.db("DATABASE_URL")
DATABASES = {"default": env.db("OWNER_DATABASE_URL", default=env("DATABASE_URL"))}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 5,
        "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
REPORT_MODEL = "reports.Report"  # what the ledgers and the files are about, as they lie below it
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email", "phone", "position"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.people.passwords.NoWordOfTheHouse"},
]
SESSION_COOKIE_AGE = 3600  # until the first page, from which on the office's policy says how long

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files: served ones come from packages and static/; what people hand in lies outside of both.
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / "var/media"))
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
UPLOAD_MAX_FILES = 20
UNSENT_MAX_BYTES = 500 * 1024 * 1024  # of one person's files that wait to be sent with their forms
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
CLAMD = env("CLAMD", default="")  # the virus scanner: tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl
STATIC_URL = "static/"


def package(name):
    """The folder of an installed package, without importing it."""
    return Path(find_spec(name).submodule_search_locations[0])


STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", package("django_include_bootstrap") / "static"),
]
ICONS = package("js_lib_bootstrap_icons") / "static/bootstrap-icons"
WHITENOISE_USE_FINDERS = DEBUG or DEMO
WHITENOISE_ALLOW_ALL_ORIGINS = False
if not WHITENOISE_USE_FINDERS:
    STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "var/static"))
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# Mail
vars().update(env.email("EMAIL_URL", default="smtp://127.0.0.1:25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="zhitongche@localhost")

# Celery only wakes the sweeps; everything that must not be lost lies in PostgreSQL.
CELERY_BROKER_URL = env("REDIS_URL")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 280
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is away
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BEAT_SCHEDULER = "portal.celery:Clock"
# A tick that nobody took up before the next one is worth nothing, so a backlog of them vanishes.
CLOCK = {  # so many seconds: what is done that often
    10: "feedback.tell feedback.deliver portal.files.scan portal.jobs.make",
    60: "feedback.remind feedback.escalate feedback.close_day portal.days.catch_up",
    300: "feedback.lapse feedback.slip feedback.nudge feedback.erase",
    3600: "reports.forget portal.people.forget_sessions portal.unsent.forget_unsent portal.jobs.forget_jobs",
    # These are woken each hour, so that a night without the portal is made up for.
    86400: "portal.ledger.verify portal.audit.forget_events",
}
SWEEPS = {
    ".tasks.".join(name.rsplit(".", 1)): seconds for seconds, names in CLOCK.items() for name in names.split()
}
# At least so often beat reads the clock anew, which may have been set back while it read it before.
CELERY_BEAT_MAX_LOOP_INTERVAL = min(CLOCK)
CELERY_BEAT_SCHEDULE = {
    task.rpartition(".")[2]: {"task": task, "schedule": woken, "options": {"expires": woken}}
    for task, seconds in SWEEPS.items()
    for woken in [min(seconds, 3600)]
}

HEALTH_TOKEN = env("HEALTH_TOKEN", default="")  # of a monitor, for /healthz/parts

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = not (DEBUG or DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "portal.pages.cookies.Messages"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
        f"__Host-{name}" for name in ("session", "csrf", "language")
    )
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^healthz/parts$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"who": {"()": "portal.people.callers.Who"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(who)s %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%S%z"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["who"], "formatter": "line"}},
    "loggers": {"celery": {"level": "WARNING"}},  # not each tick
    "root": {"handlers": ["console"], "level": "INFO"},
}


def amiss():
    """What the portal does not start with, a sentence each."""
    foreign = sorted({*ALLOWED_HOSTS} - {"127.0.0.1", "localhost", "[::1]"})
    if not HTTPS:
        if foreign:
            yield f"DEMO and DEBUG are for this machine only, but ALLOWED_HOSTS names {', '.join(foreign)}."
        return
    if len(SECRET_KEY) < 32 or len({*SECRET_KEY}) < 10:
        yield "SECRET_KEY can be guessed: it has to be 32 random characters or more."
    if any("*" in host for host in ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS has to name the portal's hosts; with * it would answer to any name."
    if any(urlsplit(origin).hostname == "*" for origin in CSRF_TRUSTED_ORIGINS):
        yield "CSRF_TRUSTED_ORIGINS has to name its origins; with * any page could send forms to the portal."
    base = urlsplit(BASE_URL)
    if base.scheme != "https" or not validate_host(base.hostname or "", ALLOWED_HOSTS):
        yield "BASE_URL begins the links in mail: it has to be https:// and one of ALLOWED_HOSTS."


if sentences := list(amiss()):
    raise ImproperlyConfigured(" ".join(sentences))
