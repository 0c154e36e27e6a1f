"""Results to figures; with styles the only folder that imports matplotlib."""
