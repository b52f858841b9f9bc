"""The shapes themselves: what each site has, and where."""
