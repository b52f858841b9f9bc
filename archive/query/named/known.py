"""What a query that newsreel ships is given must be known to the archive: its site, and the address of an article."""

from collections.abc import Mapping
from typing import Any

from archive.query.archive import Archive
from archive.query.find import require_article
from archive.query.named.definition import NamedQuery
from archive.query.named.shelf import queries_of
from archive.query.unknown import require_site

_ANY_ARTICLE = "SELECT 1 FROM revisions LIMIT 1"


def known_values(archive: Archive, query: NamedQuery, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with the id of the article in place of its ``address``, however that is written.

    What a query of the user's own calls so may be something else, and is left as it is. An archive without articles
    refuses no address. Raises UsageError, with the nearest, for a site or an address that the archive does not know.
    """
    known = dict(values)
    if queries_of().get(query.name) != query:
        return known
    require_site(archive, known.get("site"))
    if (address := known.get("address")) is not None and archive.sql(_ANY_ARTICLE).rows():
        known["address"] = require_article(archive, address)
    return known
