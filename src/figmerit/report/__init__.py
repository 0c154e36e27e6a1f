"""Results as one file that is explored without a network."""
