"""How often a page says it was viewed: in its markup, beside a word for views, beside an eye."""
