"""Settings of every installation; what differs between them comes from `environment`."""

from __future__ import annotations

from pathlib import Path

from antigone.web.site import environment

HERE = Path(__file__).resolve().parent

DATA_FOLDER = environment.data_folder()
DEBUG = environment.flag("ANTIGONE_DEBUG")
DEMO = environment.flag("ANTIGONE_DEMO")
BEHIND_PROXY = environment.flag("ANTIGONE_PROXY")
LEAST_POSTERIOR = environment.least_posterior()
TABLES = environment.own_tables()
FACE_MODELS = environment.face_models()
FACE_CALIBRATION = environment.face_calibration()
SECRET_KEY = environment.secret_key(DATA_FOLDER)

ORIGIN = environment.origin()
ALLOWED_HOSTS = ORIGIN["hosts"]
CSRF_TRUSTED_ORIGINS = ORIGIN["trusted"]

INSTALLED_APPS = [
    "antigone.web.site",
    "antigone.web.api",
    "antigone.web.exchange",
    "antigone.web.glance",
    "antigone.web.assignments",
    "antigone.web.lists",
    "antigone.web.register",
    "antigone.web.faces",
    "antigone.web.reports",
    "antigone.web.transmissions",
    "antigone.web.notices",
    "antigone.web.deaths",
    "antigone.web.meetings",
    "antigone.web.board",
    "antigone.web.matching",
    "antigone.web.examination",
    "antigone.web.requests",
    "antigone.web.media",
    "antigone.web.custody",
    "antigone.web.records",
    "antigone.web.signing",
    "antigone.web.papers",
    "antigone.web.sealing",
    "antigone.web.incidents",
    "antigone.web.wording",
    "antigone.web.accounts",
    "antigone.web.journal",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Modules which offer tasks, links and counts to the shared pages; see incidents/desk.py.
DESKS: list[str] = [
    "antigone.web.records.desk",
    "antigone.web.custody.desk",
    "antigone.web.requests.desk",
    "antigone.web.requests.pedigree_desk",
    "antigone.web.examination.desk",
    "antigone.web.matching.desk",
    "antigone.web.board.desk",
    "antigone.web.signing.desk",
    "antigone.web.meetings.desk",
    "antigone.web.deaths.desk",
    "antigone.web.notices.desk",
    "antigone.web.transmissions.desk",
    "antigone.web.reports.desk",
    "antigone.web.faces.desk",
    "antigone.web.register.desk",
    "antigone.web.media.desk",
    "antigone.web.exchange.desk",
    "antigone.web.glance.desk",
    "antigone.web.assignments.desk",
    "antigone.web.examination.owing",
    "antigone.web.custody.owing",
    "antigone.web.records.owing",
    "antigone.web.requests.owing",
    "antigone.web.board.owing",
    "antigone.web.transmissions.owing",
    "antigone.web.lists.desk",
    "antigone.web.api.desk",
]

# How a password is made the key that seals a signing key: N, r, p of scrypt; see signing/scrypt.py.
SIGNING_SCRYPT = (2**15, 8, 3)

# Modules which define texts for families; see wording/texts.py.
FAMILY_TEXTS: list[str] = [
    "antigone.web.requests.consent_texts",
    "antigone.web.notices.letter_texts",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "antigone.web.site.middleware.PageHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "antigone.web.site.middleware.PersonsLanguage",
    "antigone.web.site.middleware.SessionEnds",
    "antigone.web.site.middleware.SignInRequired",
    "antigone.web.site.middleware.ReadOnce",
    "antigone.web.site.middleware.IncidentDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Django's levels in the words of the style sheet.
MESSAGE_TAGS = {20: "", 25: "done", 30: "care", 40: "broken"}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "antigone.web.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "antigone.web.site.frame.context",
            ],
            "builtins": ["antigone.web.site.templatetags.antigone"],
        },
    }
]
FORM_RENDERER = "antigone.web.site.forms.Renderer"

DATABASES = {"default": environment.database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

# A shared computer in a tent: the session ends with the browser, after half an hour in which nobody
# does anything, and at the latest after a shift.
IDLE_MINUTES = environment.idle_minutes()
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "antigone.web.site.errors.csrf_failure"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ORIGIN["secure"]
if ORIGIN["secure"]:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether other hosts of the same domain speak HTTPS is not ours to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

FILE_UPLOAD_HANDLERS = ["antigone.web.site.uploads.LimitedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Of one token of the programming interface; and of an address, requests without one that works.
API_REQUESTS_A_MINUTE = 600
API_FAILURES_A_MINUTE = 30

STATIC_URL = "static/"
# WhiteNoise serves the files from the packages that carry them: nothing has to be collected.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
# Each by its own name: whoever looks for a language may read no other. See docs/languages.md.
LANGUAGES = [
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = ORIGIN["secure"]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["antigone.web.site.formats"]

# No address, no name and no content of a record goes into a log: codes, paths and errors only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
        # The worker sets the level of its loggers itself, so the handler has to hold back.
        "errors": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A page that is not there is no event for whoever runs the server.
        "django.request": {"handlers": ["errors"], "level": "ERROR", "propagate": False},
        "django_tasks": {"handlers": ["errors"], "propagate": False},
        "django_tasks_db": {"handlers": ["errors"], "propagate": False},
        # Where a font lacks a letter, it warns with the letter: name by name, they would be here.
        "weasyprint": {"handlers": ["errors"], "propagate": False},
    },
}
