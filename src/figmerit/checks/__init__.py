"""Where a figure would mislead: findings about data and results."""
