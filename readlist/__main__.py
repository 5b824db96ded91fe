"""``python -m readlist``."""

import sys

from readlist.cli import main

if __name__ == "__main__":
    sys.exit(main())
