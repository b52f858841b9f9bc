"""What a page says: reading the fields of a news article, and the steps that take it to the archive.

>>> from pipelines import read_page
>>> record = read_page(b"<h1>Quiet chips</h1><p>A small lab has shown ...", "https://news.example/a")
>>> record.title, record.sources["title"]
('Quiet chips', 'element:h1')
"""

from pipelines.read import read_page
from pipelines.record import PageRecord

__all__ = ["PageRecord", "read_page"]
