"""The seed files lie beside the checkout, not in it: without them these tests are not collected."""

from tests.seeds.places import SEEDS

collect_ignore_glob = [] if SEEDS.is_dir() else ["test_*.py"]
