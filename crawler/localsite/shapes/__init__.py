"""Small sites of the shapes that real news sites have, each with its truth, served on this computer."""

from crawler.localsite.shapes.serving import ServedShape, serve_shape

__all__ = ["ServedShape", "serve_shape"]
