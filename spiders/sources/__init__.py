"""Sources: the lists that sites keep for programs, feeds and sitemaps, and lists of addresses that people bring."""
