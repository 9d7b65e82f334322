"""Every setting of an installation, taken from the environment and nowhere else.

The environment is completed from `.env` beside `manage.py`, then from the secrets that `manage.py setup` wrote into
`DATA_DIR`; what is already set always wins. docs/configuration.md lists the names.
"""

from __future__ import annotations

import sys
from pathlib import Path

import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import addresses
from config.logging import logging_settings
from config.mail.address import mail_settings
from config.supervisor import keyring
from config.supervisor.layout import layout

BASE_DIR = Path(__file__).resolve().parent.parent
env = environs.Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# Where things are
DATA_DIR = (BASE_DIR / env.str("DATA_DIR", "data/live")).absolute()
PG_USER = env.str("PG_USER", "nobody")
PG_BIN = env.str("PG_BIN", "")
PLACE = layout(DATA_DIR, PG_USER)
PORT = env.int("PORT", 8000)
BIND = env.str("BIND", "")
BASE_URL, BASE_URL_FAULT = f"http://localhost:{PORT}", ""
try:
    BASE_URL = addresses.origin(env.str("BASE_URL", "") or BASE_URL)
except addresses.BadAddress as fault:
    if sys.argv[1:2] != ["doctor"]:
        raise
    BASE_URL_FAULT = str(fault)
HTTPS = BASE_URL.startswith("https://")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# Secrets: none has a default. These three commands make or inspect them, so they must start without.
_kept = keyring.read(PLACE.secrets)
SECRET_KEY = env.str("SECRET_KEY", "") or _kept.get("SECRET_KEY", "")
CREDENTIAL_KEYS = env.list("CREDENTIAL_KEYS", []) or _kept.get("CREDENTIAL_KEYS", "").split(",")
if not SECRET_KEY and sys.argv[1:2] not in (["setup"], ["up"], ["doctor"]):
    raise ImproperlyConfigured(f"SECRET_KEY is not set and {PLACE.secrets} has none: run `manage.py setup`")

# Servers: the embedded ones unless the environment names others
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", 10)
DATABASE_IS_EMBEDDED = not env.str("DATABASE_URL", "")
DATABASE_URL = env.str("DATABASE_URL", "") or addresses.embedded_database_url(
    str(PLACE.postgres_sockets), _kept.get("POSTGRES_PASSWORD", "")
)
DATABASE_REPLICA_URL = env.str("DATABASE_REPLICA_URL", "")
BROKER_IS_EMBEDDED = not env.str("REDIS_URL", "")
REDIS_URL = env.str("REDIS_URL", "") or addresses.embedded_redis_url(
    str(PLACE.valkey_socket), _kept.get("VALKEY_PASSWORD", "")
)
DATABASES = {"default": addresses.database(DATABASE_URL, statement_timeout=STATEMENT_TIMEOUT)}
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = addresses.database(
        DATABASE_REPLICA_URL, statement_timeout=STATEMENT_TIMEOUT, name="DATABASE_REPLICA_URL"
    ) | {"TEST": {"MIRROR": "default"}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": addresses.cache_url(REDIS_URL),
        "KEY_PREFIX": "wellheard",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The way out to the networks
OUTBOUND_ALLOW: list[str] = env.list("OUTBOUND_ALLOW", [])
HACKERNEWS_BASE_URL = env.str("HACKERNEWS_BASE_URL", "")
FEEDS_BASE_URL = env.str("FEEDS_BASE_URL", "")
X_BASE_URL = env.str("X_BASE_URL", "")

# Applications
DEBUG = env.bool("DEBUG", False)
INSTALLED_APPS = [
    "config",
    "listening",
    "engagement",
    "dashboards",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.misdirected.AddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.requestlog.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.shell.LanguageMiddleware",
    "config.permissions.PermissionMiddleware",
    "config.shell.ZoneMiddleware",
    "config.errors.ErrorMiddleware",
    "engagement.api.throttle.RateHeaders",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials", "config.look"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.shell.shell",
                "config.setup.steps.setup",
            ],
        },
    }
]

# Static files: collected and hashed where STATIC_ROOT is set (`up`, the container), straight from the apps elsewhere
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", "") or None
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Who may come in
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.signup.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "config.factors.adapter.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# Browsers have no passkeys on pages that came by plain http, but for those of this machine.
MFA_PASSKEY_LOGIN_ENABLED = HTTPS or addresses.is_local(BASE_URL)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Mail: off unless an address says by which server
_mail = mail_settings(env.str("EMAIL_URL", ""))
EMAIL_BACKEND, EMAIL_TIMEOUT = _mail["EMAIL_BACKEND"], _mail["EMAIL_TIMEOUT"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail["EMAIL_USE_SSL"], _mail["EMAIL_USE_TLS"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or f"wellheard@{addresses.host_of(BASE_URL)}"

# What the browser is told
ALLOWED_HOSTS = [addresses.host_of(BASE_URL)]
if addresses.is_local(BASE_URL):
    ALLOWED_HOSTS = list(addresses.LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "config.errors.form_refused"
SESSION_ENGINE = "config.sessions.storage"
SESSION_COOKIE_NAME = "wellheard_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Browsers ignore it over plain http, and complain of it on every page.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS or addresses.is_local(BASE_URL) else None
# Believed only from a proxy the operator has counted; without one a redirect to https would go round in circles.
if HTTPS and TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^static/"]  # the page about a wrong address has a style
# W021 asks for HSTS preload, which is the decision of whoever owns the whole domain.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# REST: JSON only, and closed until the table of config/permissions.py says who may
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "engagement.api.tokens.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.permissions.ByTable"],
    "DEFAULT_THROTTLE_CLASSES": ["engagement.api.throttle.ClientThrottle"],
    "EXCEPTION_HANDLER": "listening.api.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Wellheard",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["config.permissions.ByTable"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "APPEND_COMPONENTS": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "SECURITY": [{"token": []}],
}

# Celery carries "look now" and nothing else: Postgres is the ledger. Figures: docs/how-it-works.md
CELERY_BROKER_URL = addresses.broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 210
# The visibility timeout must exceed the hard time limit, or a long task is started again while it runs. kombu sweeps
# for lost messages every 100 s unless told otherwise, whatever that timeout is.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = env.int("SOFT_SHUTDOWN", 10)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ROUTES = {
    "listening.*": {"queue": "listening"},
    "engagement.*": {"queue": "engagement"},
    "dashboards.*": {"queue": "dashboards"},
}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(level=env.str("LOG_LEVEL", "INFO"), as_json=env.bool("LOG_JSON", False))
