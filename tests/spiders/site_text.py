"""A right site file as text, and the same with one thing wrong."""

from pathlib import Path

RIGHT = """
name = "gazette"
title = "The Gazette"
address = "https://gazette.example/"
hosts = ["www.gazette.example"]
time_zone = "Europe/Vienna"
date_order = "DMY"
rules_only = ["summary"]
site_memory = false

[listings]
start = ["/", "/all/"]
linked_as = ["All news"]
next_as = ["Older"]
next_link = "a.older::attr(href)"
max_pages = 3

[articles]
path = '/news/(?P<slug>[^/?]+)/(?P<id>\\d+)/?'
identity = "{id}"
canonical = "/news/{slug}/{id}/"

[entries]
entry = "li.story"
title = "h2"

[[fields.title]]
css = "h1"

[[fields.views]]
text = { after = ["@published_at"], is = "number", pattern = '(\\d+)' }

[[fields.section]]
xpath = "//nav/a[1]"
values = { Wirtschaft = "business" }

[politeness]
delay_seconds = 0.5
concurrent_requests = 2
contact = "desk@gazette.example"

[expected]
title = 1.0
views = 0.9
"""


def right_but(old: str, new: str) -> str:
    """The right file with ``old`` replaced, which it must hold exactly once."""
    assert RIGHT.count(old) == 1, old
    return RIGHT.replace(old, new)


def write_site(folder: Path, text: str = RIGHT, name: str = "gazette") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
