"""What the sites of shapes are written with: invented articles, pages in several markups, feeds and sitemaps."""
