"""What holds for every desk, as Django reads it.

Promises: no debug page, no other host, no log of content, no request to a third party.
What differs from desk to desk (folder, database, secret, host) is added by `configuration`, so
this module alone starts nothing but the checks of types and migrations.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from aman.desk.bodies import LARGEST

_HERE = Path(__file__).resolve().parent

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("ar", "العربية"), ("en", "English"), ("ru", "Русский"), ("uk", "Українська")]
LOCALE_PATHS = [_HERE / "locale"]
LANGUAGE_COOKIE_NAME = "aman-desk-language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "csp",
    "aman.desk.accounts",
    "aman.desk.casebook",
    "aman.desk.cases",
    "aman.desk.reading",
    "aman.desk.lines",
    "aman.desk.people",
    "aman.desk.safe_contact",
    "aman.desk.outbox",
    "aman.desk.counting",
    "aman.desk.marks",
    "aman.desk.publication",
    "aman.desk.ledger",
    "aman.desk.journeys",
    "aman.desk.audit",
    "aman.desk.maps",
    "aman.desk.ways",
    "aman.desk.screens",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "aman.desk.accounts.middleware.VaultOpenMiddleware",
    "aman.desk.screens.refusals.TooLargeMiddleware",
]
ROOT_URLCONF = "aman.desk.urls"
ASGI_APPLICATION = "aman.desk.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
STATIC_URL = "/static/"

AUTH_USER_MODEL = "accounts.Operator"
AUTHENTICATION_BACKENDS = ["aman.desk.accounts.backend.VaultBackend"]
LOGIN_URL = "/sign-in"

# Sessions end with the browser, after twelve hours, and after thirty idle minutes
# (accounts.middleware counts those by the desk's own clock).
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "aman-desk"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "aman-desk-csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"

X_FRAME_OPTIONS = "DENY"
# A one-time link's secret stands in an address: no other site learns it. ("no-referrer" would
# make browsers send `Origin: null`, which the check against forged requests refuses.)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The door holds each address to its own bound. In memory up to the largest: a layer that is on its
# way in never lies open on the disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST
FILE_UPLOAD_HANDLERS: list[str] = []

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"bare": {"()": "aman.desk.journal.BareFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    # What fails inside the screens is told by Django; of the rest uvicorn only repeats it.
    "loggers": {"uvicorn": {"level": "CRITICAL"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# Present for tools that read this module alone; `configuration` puts a desk's own in their place.
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []
DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
}
