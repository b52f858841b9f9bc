"""A site's own rules for reading its pages: by selector, by visible text, by address."""
