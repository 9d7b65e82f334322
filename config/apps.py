"""The shell as a Django app; loading it loads the Celery app, so that `.delay` finds its broker in every process."""

from __future__ import annotations

from django.apps import AppConfig

from config.celery import app as celery_app

__all__ = ["ConfigConfig", "celery_app"]


class ConfigConfig(AppConfig):
    """Frame, permissions, setup and base templates. Knows every room; no room knows it."""

    name = "config"
    label = "config"
    verbose_name = "Wellheard"
