"""Django's settings, from the environment and the data folder. Nothing is made here; ``charley serve`` prepares it.

CHARLEY_DATA    the data folder
CHARLEY_DATABASE  a PostgreSQL in place of the file in it; see docs/how-to/postgresql.md
CHARLEY_HOSTS   further host names to answer to, parted by commas (behind a proxy of one's own)
CHARLEY_HTTPS   1 where people reach it by https: secure cookies, and browsers are told to stay with https
CHARLEY_DEMO    1 for the made-up person
"""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from charley.db.connection import databases
from charley.db.folder import SECRET, data_folder, secret_key

HERE = Path(__file__).parent
DATA = data_folder()

DEBUG = False
# Tools that only read the settings (type checker, tests of the walls) must not make a key in a person's folder.
SECRET_KEY = secret_key(DATA) if (DATA / SECRET).exists() else secrets.token_urlsafe(48)
CHARLEY_DEMO = os.environ.get("CHARLEY_DEMO") == "1"
_hosts = [name.strip() for name in os.environ.get("CHARLEY_HOSTS", "").split(",") if name.strip()]
#: Links to a report are offered only where others can reach this server at all.
CHARLEY_SHARING = bool(_hosts)
_https = os.environ.get("CHARLEY_HTTPS") == "1"

INSTALLED_APPS = [
    "charley.db",
    "charley.web",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "charley.web.middleware.private",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "charley.web.languages.OwnLanguage",
    "django.middleware.common.CommonMiddleware",
    "charley.web.middleware.renewed_by_pages_alone",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "charley.web.middleware.own_zone",
    "charley.web.middleware.WhoseDiary",
    "charley.web.middleware.Faults",
]
ROOT_URLCONF = "charley.web.urls"
WSGI_APPLICATION = "charley.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "charley.web.context.frame",
                "charley.web.languages.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]
DATABASES = databases(DATA)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_COOKIE_NAME = "charley_language"
LOCALE_PATHS = [HERE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *_hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in _hosts] if _https else []
CSRF_FAILURE_VIEW = "charley.web.views.system.form_too_old"
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SECURE = _https
LANGUAGE_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# Forms and batches of entries are small; files go to a private temporary file, whatever their size.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
#: As the process makes files: readable by their owner only.
FILE_UPLOAD_PERMISSIONS = None
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Log lines name the view and the place in our code, never a value or an address with one.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"plain": {"format": "charley: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "charley": {"handlers": ["stderr"], "level": "WARNING"},
        "django": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
