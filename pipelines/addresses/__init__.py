"""Addresses: what is known of the spellings of a site, and which two of its addresses name one article."""
