"""Addresses: one plain form for each, what is known of a site's spellings, and which two name one article."""
