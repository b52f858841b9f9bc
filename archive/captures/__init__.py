"""Captures: the answers a crawl got, kept as WARC records in files below ``captures/`` of the archive."""
