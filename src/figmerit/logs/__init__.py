"""Training logs of any tool become learning curves; nothing here needs scikit-learn."""
