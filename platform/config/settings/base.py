"""What holds in every kind of installation. Values that differ come from the environment (`config.env`)."""

from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from config import env
from config.settings.signin import *  # noqa: F403

ROOT = env.ROOT
DATA = env.data_dir()
DEBUG = False
DEMO = False  # demo accounts, the page of sent mail

SECRET_KEY = env.text("JISR_SECRET_KEY", "")
BASE_URL = env.text("JISR_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("JISR_HOSTS")
TRUSTED_PROXIES = env.number("JISR_TRUSTED_PROXIES", 0)  # how many stand before us and append to X-Forwarded-For
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
CLAMAV_URL = env.scanner() or ""  # without one, files are taken by their kind alone
METRICS_TOKEN = env.text("JISR_METRICS_TOKEN", "")
# {page name: address with {placeholders}} of a deployer's own client, in JSON; see kernel.urls
CLIENT_URLS = env.text("JISR_CLIENT_URLS", "")
ISSUER_NAME = {"ar": "جسر", "en": "Jisr", "fr": "Jisr"}
MEMBER_STATES = env.text("JISR_MEMBER_STATES", "")
CLAIM_KEY = env.text("JISR_CLAIM_KEY", "")  # by default made from the secret key; see programmes.services.invitations

FLOORS = [
    "foundation.kernel",
    "foundation.outbox",
    "foundation.audit",
    "foundation.accounts",
    "foundation.programmes",
    "foundation.batches",
    "foundation.files",
    "foundation.consents",
    "foundation.notifications",
    "foundation.rosters",
    "courses.catalogue",
    "courses.enrolment",
    "courses.assessment",
    "courses.authoring",
    "mentoring.mentors",
    "mentoring.projects",
    "mentoring.reviews",
    "mentoring.showcase",
    "outcomes.credentials",
    "outcomes.insights",
]
OWN = ["config", *[app for app in FLOORS if find_spec(app + ".apps")]]
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    *OWN,
]
MIDDLEWARE = [
    "foundation.kernel.http.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "foundation.kernel.http.middleware.LanguageMiddleware",
    "foundation.kernel.http.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "foundation.accounts.api.middleware.SignInProblems",
    "allauth.account.middleware.AccountMiddleware",
    "foundation.kernel.http.middleware.ConditionalMiddleware",
    "foundation.kernel.http.middleware.ProblemMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": {
        **env.database(env.text("DATABASE_URL", "postgresql://postgres@/jisr?host=/tmp")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "PREPARED": env.flag("JISR_PREPARED", True),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis_url()
CACHES: dict[str, Any] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}
    )
}

LANGUAGE_CODE = "en"
LOCALE_PATHS = [str(files(app) / "locale") for app in OWN]  # our words go before those of libraries
LANGUAGES = [("ar", "العربية"), ("en", "English"), ("fr", "Français")]
FORMAT_MODULE_PATH = ["config.formats"]
LANGUAGE_COOKIE_NAME = "jisr_language"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = env.text("JISR_STATIC", str(DATA / "static"))
MEDIA_ROOT = env.folder("STORAGE_URL", DATA / "files")
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
EMAIL_BACKEND = "foundation.notifications.services.SpoolBackend"
DEFAULT_FROM_EMAIL = env.text("JISR_MAIL_FROM", "Jisr <no-reply@jisr.example>")
MAIL_URL = env.text("JISR_MAIL_URL", f"file://{DATA / 'mail'}")

CORS_ALLOWED_ORIGINS = env.words("JISR_CLIENT_ORIGINS")
CORS_EXPOSE_HEADERS = ["ETag", "Location", "Retry-After", "Content-Language", "Idempotency-Replayed"]
CORS_ALLOW_HEADERS = [
    "accept", "accept-language", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match",
    "x-csrftoken", "x-email-verification-key", "x-password-reset-key", "x-request-id", "x-session-token",
]  # fmt: skip

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "foundation.accounts.api.authentication.TokenAuthentication",
        "foundation.accounts.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["foundation.kernel.http.permissions.Nobody"],
    "DEFAULT_RENDERER_CLASSES": ["foundation.kernel.http.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["foundation.kernel.http.rendering.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "foundation.kernel.http.schema.Schema",
    "EXCEPTION_HANDLER": "foundation.kernel.http.problems.handle",
    "URL_FORMAT_OVERRIDE": None,  # `?format=` is an unknown parameter like any other
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Jisr",
    "DESCRIPTION": "The API of a youth digital-skills programme that many countries run together.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "GET_LIB_DOC_EXCLUDES": "foundation.kernel.http.schema.silent_bases",
    "POSTPROCESSING_HOOKS": [
        "foundation.kernel.http.schema.add_problem_answers",
    ],
}

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
# Without Redis the broker lives in the worker's own memory: only that process publishes, others leave it to the sweep.
OUTBOX_PUBLISH = bool(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# By name, so that a process that never imported the task sends it to the right queue too.
CELERY_TASK_ROUTES: dict[str, dict[str, str]] = {
    "*.forget*": {"queue": "bulk"},
    "batches.*": {"queue": "bulk"},
    "notifications.*": {"queue": "mail"},
    "credentials.*": {"queue": "credentials"},
}
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"socket_timeout": 5, "socket_connect_timeout": 2} if REDIS_URL else {"polling_interval": 0.01}
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "foundation.kernel.logs.JSONFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        # their messages quote paths and values; ours say the route and the code
        "django.request": {"level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
        "celery": {"level": "WARNING"},
    },
}
UNFOLD: dict[str, Any] = {"SITE_TITLE": "Jisr", "SITE_HEADER": "Jisr", "SHOW_LANGUAGES": True}
