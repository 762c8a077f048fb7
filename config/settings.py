"""Settings of the house. Every deployment setting comes from the environment; see config/environment.py."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import embedded
from config.environment import BASE_DIR, LOCAL_HOSTS, database, env, is_debug, redis_url, required

# What differs between machines

DEBUG = is_debug()
SECRET_KEY = required(
    "SECRET_KEY",
    "it signs sessions and links, and nobody else may know it.",
    local=lambda: embedded.secret("django-key"),
)
_hosts = required(
    "ALLOWED_HOSTS",
    "it lists the host names this installation answers to, separated by commas.",
    local=lambda: ",".join(LOCAL_HOSTS),
)
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
PUBLIC_BASE_URL = required(
    "PUBLIC_BASE_URL",
    "links in e-mails begin with it, for example https://cases.example.com.",
    local=lambda: "http://127.0.0.1:8000",
).rstrip("/")
DATABASES = {"default": database()}
REDIS_URL = redis_url()
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(embedded.home() / "media"))()
STATIC_ROOT = env.path("STATIC_ROOT", default=str(embedded.home() / "static"))()
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_TIMEOUT = 8  # seconds, and less than a mail is leased for
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="Kept <kept@localhost>")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

# How long what has served its purpose is kept. Case histories and evidence are kept for good, and so is what nobody
# has read or no mail server has taken.
KEPT_FOR = {
    "read notifications": timedelta(days=env.int("DAYS_OF_READ_NOTIFICATIONS", default=180)),
    "sent mails": timedelta(days=env.int("DAYS_OF_SENT_MAILS", default=90)),
    "finished bulk jobs": timedelta(days=env.int("DAYS_OF_BULK_JOBS", default=30)),
}

# The house

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "django.forms",
    "django_htmx",
    "csp",
    "config",
    "tenants",
    "timeline",
    "evidence",
    "inbox",
    "customers",
    "routing",
    "cases",
    "tickets",
    "warranty",
    "meetings",
    "callbacks",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cases.middleware.PulseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last, because it opens the company's transaction around the view and nothing else.
    "tenants.middleware.CompanyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.templates.LeanLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The cache is a hint: what it forgets is computed again. Sessions are in the database: a dead cache signs nobody out.
CACHES = {
    "default": {
        "BACKEND": "config.cache.HintCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "kept",
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    },
    # Parts of pages that only a new release changes: each process keeps its own, and a new one begins without.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "parts"},
}
SESSION_ENGINE = "tenants.sessions"

# People

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = [
    "tenants.backends.PasswordBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/companies/"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Kept] "
# Failed sign-ins are counted per address, which behind a proxy is the one that the proxy names.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# The web

HAS_TLS = PUBLIC_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HAS_TLS
SECURE_SSL_REDIRECT = HAS_TLS and BEHIND_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HAS_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HAS_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Static files: hashed and compressed by collectstatic; a developer's machine serves them as they lie.

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Words and times

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}
