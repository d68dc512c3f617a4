"""The WSGI application: builds the app from the environment, nothing else."""

import os
import sys

from config import BadSettings, settings_from
from coordhub import create_app

try:
    app = create_app(settings_from(os.environ))
except BadSettings as error:
    sys.exit("coordhub does not start:\n- " + "\n- ".join(error.problems))
