"""What changed between two visits of an article, and what only seems to have."""
