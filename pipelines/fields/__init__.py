"""The field readers: pure functions of a page that yield candidates, the most trusted source first."""
