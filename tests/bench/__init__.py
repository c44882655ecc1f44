"""Measurements of our own: ``make bench``. Each has a baseline that is measured in the same run."""
