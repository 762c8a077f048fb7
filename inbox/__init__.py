"""Who must be told."""
