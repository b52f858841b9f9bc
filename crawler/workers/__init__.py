"""Reading pages in processes beside the crawl, each of which a hostile page can take with it, and nothing else."""
