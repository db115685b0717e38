"""Django's settings, from the environment and the data folder."""

INSTALLED_APPS = ["charley.db"]
SECRET_KEY = "made at first start"  # noqa: S105
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
