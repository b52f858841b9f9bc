"""Addresses: the one plain form of each, and the spellings in which people and sites write it."""
