"""Arrays or counts to frozen results; the only folder that imports scikit-learn."""
