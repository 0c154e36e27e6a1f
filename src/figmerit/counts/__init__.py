"""Rows become small additive counts: NumPy for arrays, narwhals for data frames."""
