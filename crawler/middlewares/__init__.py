"""Scrapy downloader middlewares of newsreel, one plug a file."""
