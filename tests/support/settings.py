"""Django settings for the tests: the product's own, with a data folder that is thrown away."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="charley-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["CHARLEY_DATA"] = _folder

from charley.web.settings import *  # noqa: E402, F403
