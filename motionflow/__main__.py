"""The program: ``motionflow``, and ``python -m motionflow``."""

import gc
import sys


def main() -> int:
    """Run the command that was typed and return its exit code.

    Nothing that is imported is garbage as long as the program runs. To look through it again and again while
    it is made, and once more at the end, takes as long as the imports themselves.
    """
    gc.disable()
    from motionflow import cli

    gc.freeze()
    gc.enable()
    try:
        return cli.main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
