"""The program: ``motionflow``, and ``python -m motionflow``."""

import gc
import sys


def main() -> int:
    """Run the command that was typed and return its exit code.

    Nothing that is imported is garbage as long as the program runs. To look through it again and again while
    it is made, and once more at the end, takes as long as the imports themselves. Nor is there much garbage
    later: to look for it seldom saves each page and paper a tenth of its time.
    """
    gc.disable()
    from motionflow import cli

    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    try:
        return cli.main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
