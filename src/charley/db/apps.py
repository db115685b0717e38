"""The database room as Django knows it."""

from django.apps import AppConfig


class CharleyConfig(AppConfig):
    """Its tables are named ``charley_…``."""

    name = "charley.db"
    label = "charley"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch over connections that are kept."""
        from charley.db import reuse

        reuse.begin()
