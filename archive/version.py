"""The version of newsreel, in the one place that the build and the archive read it from."""

__version__ = "0.1.0"
