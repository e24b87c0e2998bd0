"""Settings of the project, read from the environment: the only module that does."""

from __future__ import annotations

import base64
import binascii
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

import dj_database_url
import pghistory
import pgtrigger
from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from scheduler.logging import LogFormat, configure_structlog, logging_config

DATA_KEY_BYTES = 32


def _words(value: object) -> object:
    """``a, b`` as a tuple of words."""
    return tuple(word for word in (w.strip() for w in value.split(",")) if word) if isinstance(value, str) else value


def _data_keys(value: object) -> object:
    """Base64 keys of 32 bytes, newest first, separated by commas."""
    if not isinstance(value, str):
        return value
    try:
        keys = tuple(base64.b64decode(word.strip(), validate=True) for word in value.split(",") if word.strip())
    except binascii.Error:
        raise ValueError("give base64 of 32 random bytes, for several keys the newest first") from None
    if any(len(key) != DATA_KEY_BYTES for key in keys):
        raise ValueError("each key has to be base64 of exactly 32 bytes")
    return keys


def _span(value: object) -> object:
    """``21:00-07:00`` as two times of day; nothing, or ``none``, as no span."""
    if not isinstance(value, str):
        return value
    if value.strip() in ("", "none"):
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError:
        raise ValueError("give two times of day such as 21:00-07:00, or none") from None
    return begins, ends


def _origin(url: str) -> str:
    """Scheme and host of an address, for the security policy; nothing for none."""
    found = urlsplit(url)
    return f"{found.scheme}://{found.netloc}" if found.netloc else ""


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
DataKeys = Annotated[tuple[bytes, ...], NoDecode, BeforeValidator(_data_keys)]
SpanOfDay = Annotated[tuple[time, time] | None, NoDecode, BeforeValidator(_span)]


class Environment(BaseSettings):
    """Every variable that the project reads; what has no default here is needed to run, not to import."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    database_url: str = "postgis:///menlu"
    redis_url: str = "redis://localhost/0"
    menlu_database_role: str = "menlu_app"
    """The role that the program acts as: it owns no table, so that row-level security holds for it."""
    menlu_database_pool: int = Field(default=0, ge=0)
    """Connections that the threads of a web process share; 0: each thread keeps its own."""
    menlu_secret_key: SecretStr = SecretStr("")
    menlu_data_key: DataKeys = Field(default=(), repr=False)
    menlu_allowed_hosts: Words = ("localhost", "127.0.0.1", "[::1]")
    menlu_debug: bool = False
    menlu_public_url: str = "http://localhost:8000"
    menlu_log_format: LogFormat = "json"
    menlu_log_level: str = "INFO"
    menlu_osrm_url: str = ""
    menlu_fan_out_above: int = Field(default=700, ge=1)
    """Runs with more parties than this are searched in parts, by all queue workers that are idle."""
    menlu_fan_out_from_s: int = Field(default=60, ge=1)
    """Runs of fewer seconds do not: their sessions would be over before a part has found its way and back."""
    menlu_sms_provider: Literal["table", "gateway"] = "table"
    """Who carries text messages: nobody (they stay in their table), or an HTTP gateway."""
    menlu_sms_url: str = ""
    menlu_sms_token: SecretStr = SecretStr("")
    menlu_sms_reply_secret: SecretStr = SecretStr("")
    """What signs the replies that the provider hands over, ``whsec_...``; without it none are taken."""
    menlu_email_provider: Literal["table", "smtp"] = "table"
    menlu_smtp_url: str = "smtp://localhost:25"
    """``smtp://user:password@host:port``; ``smtps`` for TLS from the start, ``smtp+tls`` for STARTTLS."""
    menlu_email_from: str = "menlu@localhost"
    menlu_quiet_hours: SpanOfDay = (time(21), time(7))
    """No text message goes out between these times of the recipient's day, unless it is urgent."""
    menlu_message_tries: int = Field(default=8, ge=1)
    menlu_messages_kept_days: int = Field(default=90, ge=1)
    """Sent messages are deleted after so many days."""
    menlu_webhook_failures: int = Field(default=20, ge=1)
    """So many failed tries in a row disable an endpoint."""
    menlu_webhook_private: bool = False
    """Whether webhooks may go to private networks, and without TLS."""
    menlu_answer_hours: int = Field(default=48, ge=1)
    """How long workers, employers and operators have to answer, where their trip does not begin before."""
    menlu_remind_hours: int = Field(default=24, ge=1)
    """So long before the deadline those who have not answered are reminded."""
    menlu_tile_url: str = ""
    """Background of the maps, ``https://host/{z}/{x}/{y}.png``; without it they are drawn on plain ground."""
    menlu_tile_datum: Literal["wgs84", "gcj02"] = "wgs84"
    """The datum of those tiles: maps of China are commonly shifted to GCJ-02."""
    menlu_tile_credit: str = ""
    """Who has to be named beside the tiles."""
    menlu_gdal_library: str = ""
    menlu_geos_library: str = ""


env = Environment()
configure_structlog()

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = env.menlu_secret_key.get_secret_value()
MENLU_DATA_KEYS = env.menlu_data_key
DEBUG = env.menlu_debug
ALLOWED_HOSTS = list(env.menlu_allowed_hosts)
MENLU_PUBLIC_URL = env.menlu_public_url.rstrip("/")
MENLU_OSRM_URL = env.menlu_osrm_url.rstrip("/")
MENLU_FAN_OUT_ABOVE = env.menlu_fan_out_above
MENLU_FAN_OUT_FROM_S = env.menlu_fan_out_from_s
REDIS_URL = env.redis_url
MENLU_ANSWER_HOURS = env.menlu_answer_hours
MENLU_REMIND_HOURS = env.menlu_remind_hours

INSTALLED_APPS = [
    "scheduler.admin_config.MenluAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django_prometheus",
    "django_structlog",
    "pgtrigger",
    "pghistory",
    "ninja",
    "scheduler.organisations",
    "scheduler.campaigns",
    "scheduler.places",
    "scheduler.people",
    "scheduler.intake",
    "scheduler.fleet",
    "scheduler.matching",
    "scheduler.roads",
    "scheduler.plans",
    "scheduler.replanning",
    "scheduler.outbox",
    "scheduler.papers",
    "scheduler.edge",
    "scheduler.links",
    "scheduler.telling",
    "scheduler.answers",
    "scheduler.manning",
    "scheduler.travel",
    "scheduler.calls",
    "scheduler.sheets",
    "scheduler.editing",
    "scheduler.phone",
    "scheduler.console",
    "scheduler.console.accounts",
    "scheduler.console.campaigns",
    "scheduler.console.records",
    "scheduler.console.towns",
    "scheduler.console.employers",
    "scheduler.console.operators",
    "scheduler.console.today",
    "scheduler.console.runs",
    "scheduler.console.publishing",
    "scheduler.console.board",
    "scheduler.console.editing",
    "django_htmx",
    "leaflet",
    "django_cotton",
]

MIDDLEWARE = [
    "scheduler.room.with_room",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "scheduler.headers.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "scheduler.urls"
WSGI_APPLICATION = "scheduler.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scheduler.console.screen.context",
            ]
        },
    }
]

# ---- the database ---------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": {
        **dj_database_url.parse(env.database_url, engine="django.contrib.gis.db.backends.postgis"),
        "CONN_MAX_AGE": 0 if env.menlu_database_pool else 60,
        "CONN_HEALTH_CHECKS": not env.menlu_database_pool,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"]["options"] = f"-c role={env.menlu_database_role}"
if env.menlu_database_pool:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.menlu_database_pool}
MENLU_DATABASE_ROLE = env.menlu_database_role
# Plans laid out for the screens: in each process, as they hold what not everybody may see; a few, as one has megabytes.
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 40}},
    "counts": {  # a few figures of each version of a plan
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if env.menlu_gdal_library:
    GDAL_LIBRARY_PATH = env.menlu_gdal_library
if env.menlu_geos_library:
    GEOS_LIBRARY_PATH = env.menlu_geos_library
# gis.W001 asks for GDAL 3.9 or newer; only points go through it here, and Debian 12 has 3.6.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# One event row a change, written once a statement, so that bulk work stays fast; who did it stands in the
# row itself (see scheduler.organisations.tenancy), so that one policy covers both.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_FIELD = pghistory.Field(unique=False, db_index=False)
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# ---- people who sign in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "organisations.User"
LOGIN_URL = "sign_in"
SESSION_COOKIE_AGE = 12 * 60 * 60
"""A working day: screens stand open in offices that many people pass."""
SESSION_SAVE_EVERY_REQUEST = False
AUTHENTICATION_BACKENDS = ["scheduler.organisations.backends.EmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# ---- language, time, files ------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "scheduler" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024 * 1024

# ---- headers --------------------------------------------------------------------------------------

_https = MENLU_PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [MENLU_PUBLIC_URL]
X_FRAME_OPTIONS = "DENY"
# Pages do with files of their own, and with the tiles of a map server where there is one.
MENLU_CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {_origin(env.menlu_tile_url)}; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# Django's admin, the API's reference page and the page of a trip, which is one file, have styles in them; no scripts.
MENLU_PATHS_WITH_STYLES = ("/admin/", "/api/", "/trip/")
MENLU_STYLES_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
MENLU_TILE_URL = env.menlu_tile_url
MENLU_TILE_DATUM = env.menlu_tile_datum
MENLU_TILE_CREDIT = env.menlu_tile_credit

# ---- messages -------------------------------------------------------------------------------------

MENLU_SMS_PROVIDER = env.menlu_sms_provider
MENLU_SMS_URL = env.menlu_sms_url
MENLU_SMS_TOKEN = env.menlu_sms_token.get_secret_value()
MENLU_SMS_REPLY_SECRET = env.menlu_sms_reply_secret.get_secret_value()
MENLU_EMAIL_PROVIDER = env.menlu_email_provider
MENLU_QUIET_HOURS = env.menlu_quiet_hours
MENLU_MESSAGE_TRIES = env.menlu_message_tries
MENLU_MESSAGES_KEPT_DAYS = env.menlu_messages_kept_days
MENLU_WEBHOOK_FAILURES = env.menlu_webhook_failures
MENLU_WEBHOOK_PRIVATE = env.menlu_webhook_private
_smtp = urlsplit(env.menlu_smtp_url)
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.scheme == "smtps", _smtp.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.menlu_email_from

# ---- logs -----------------------------------------------------------------------------------------

LOGGING = logging_config(env.menlu_log_format, env.menlu_log_level)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
