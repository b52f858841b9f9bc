"""Where articles are: site definitions, links and the one spider that follows them."""
