"""The pages as an application that a web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from antigone.web.manage import SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
application = get_wsgi_application()

# Only now are the apps there that it asks.
from antigone.web.site.warming import leave_alone_what_stays, warm  # noqa: E402

warm()
leave_alone_what_stays()
