"""All shapes, by name."""

from crawler.localsite.shapes.building import Shape
from crawler.localsite.shapes.definitions.by_language import LANGUAGE_SHAPES
from crawler.localsite.shapes.definitions.by_listing import LISTING_SHAPES
from crawler.localsite.shapes.definitions.by_section import SECTION_SHAPES
from crawler.localsite.shapes.definitions.by_source import SOURCE_SHAPES
from crawler.localsite.shapes.definitions.with_aliases import ALIAS_SHAPES
from crawler.localsite.shapes.definitions.with_traps import TRAP_SHAPES

SHAPES = (*LISTING_SHAPES, *SECTION_SHAPES, *SOURCE_SHAPES, *LANGUAGE_SHAPES, *ALIAS_SHAPES, *TRAP_SHAPES)


def shape_called(name: str) -> Shape:
    """The shape of this name. Raises KeyError, which names those there are."""
    for shape in SHAPES:
        if shape.name == name:
            return shape
    raise KeyError(f"no shape is called {name!r}; there are: {', '.join(shape.name for shape in SHAPES)}")
