"""Commands, crawl runs and the demonstration site of newsreel."""
