"""Palettes, and what makes a text readable on a colour."""
