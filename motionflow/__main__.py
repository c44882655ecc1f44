"""``python -m motionflow`` is ``motionflow``."""

import sys

from motionflow.cli import main

sys.exit(main())
