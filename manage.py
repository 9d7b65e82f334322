#!/usr/bin/env python
"""The command line of a Wellheard installation."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError

from config.addresses import BadAddress

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  loads the settings
    except (ImproperlyConfigured, BadAddress, EnvError) as reason:
        sys.exit(f"Nothing was started: {reason}")
    execute_from_command_line(sys.argv)
