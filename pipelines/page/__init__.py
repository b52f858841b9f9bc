"""One fetched page, and the views of it that the field readers share."""
