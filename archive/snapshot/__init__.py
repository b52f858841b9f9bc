"""Snapshots: the archive of one instant under a name, kept whole by hard links, with a hash that can be cited."""
