"""Django settings for the tests: the product's own, with a data folder that is thrown away."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="charley-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["CHARLEY_DATA"] = _folder
# Playwright's own event loop runs in the tests' thread; Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from charley.web.settings import *  # noqa: E402, F403

# Pages are asked for without a server, so nothing has collected the hashed static files.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
