"""The probe: what a site of which only an address is known looks like, decided from a few of its answers."""
