"""The web application, for gunicorn: ``scheduler.wsgi``."""

from __future__ import annotations

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scheduler.settings")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # every view, and the API: else the first request would load them

# What is loaded by now stays: looked through again and again it would cost a page of many rows a fifth of its time.
gc.freeze()
