"""Where the seed files lie."""

from pathlib import Path

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
