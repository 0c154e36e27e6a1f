"""Counts to intervals, bands and averages, on NumPy and SciPy."""
