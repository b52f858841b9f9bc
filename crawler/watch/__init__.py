"""Watching sites: several in one process, for ever, each crawled when something on it is due."""
