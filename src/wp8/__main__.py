"""`python -m wp8`."""

import sys

from wp8.cli import main

sys.exit(main())
