"""Scrapy extensions of newsreel, one plug a file."""
