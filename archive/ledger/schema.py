"""The tables of a ledger in SQLite, their format, and how a ledger of an older format is brought up to it.

Addresses and articles are rows in the order in which they came, looked up by a number made of their text: the indexes
hold numbers only. So what is found, leased and ended together lies together, and a commit writes few pages.
"""

import sqlite3
from hashlib import blake2b

from archive.outcomes import Family, Outcome

LEDGER_FORMAT = 3

KINDS = ("feed", "listing", "sitemap", "article")
"""In the order in which they are leased: feeds and listings lead to what is newest, and tell most of it."""
_NUMBERS = {"listing": 0, "article": 2, "feed": 4, "sitemap": 6}  # as they are stored

_LISTS = tuple(outcome.value for outcome in Outcome if outcome.family is Family.PAGE)
_GONE = tuple(outcome.value for outcome in Outcome if outcome.family is Family.GONE)

_ADDRESSES = """
CREATE TABLE addresses (
    id INTEGER PRIMARY KEY, key INTEGER NOT NULL, site INTEGER NOT NULL, address TEXT NOT NULL, host TEXT NOT NULL,
    kind TEXT NOT NULL, data TEXT NOT NULL, rank INTEGER, due_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
    run_id TEXT, leased_at INTEGER, ended_at INTEGER, outcome TEXT, reason TEXT, etag TEXT, last_modified TEXT,
    content_hash TEXT, article INTEGER, revision INTEGER, views INTEGER, history TEXT, listed_at INTEGER
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, key INTEGER NOT NULL, site INTEGER NOT NULL, article_id TEXT NOT NULL,
    revision INTEGER NOT NULL, content INTEGER NOT NULL, content_hash TEXT NOT NULL, first_seen_at INTEGER NOT NULL,
    address TEXT NOT NULL, language TEXT, run_id TEXT, fingerprint BLOB, title_key INTEGER
);
CREATE TABLE sites (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL UNIQUE, run_id TEXT, holder TEXT, since INTEGER, until INTEGER,
    due_before INTEGER, finished INTEGER NOT NULL DEFAULT 1
)"""

_BY_TITLE = "CREATE INDEX articles_by_title ON articles (title_key) WHERE title_key IS NOT NULL"
_INDEXES = f"""
CREATE INDEX addresses_by_key ON addresses (key);
CREATE INDEX addresses_due ON addresses (site, rank, due_at) WHERE rank IS NOT NULL;
CREATE INDEX addresses_leased ON addresses (site) WHERE run_id IS NOT NULL;
CREATE INDEX articles_by_key ON articles (key);
CREATE INDEX articles_by_content ON articles (content);
{_BY_TITLE}"""

_FILES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, name TEXT NOT NULL, rows INTEGER NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, changed_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE exchanges (folder TEXT PRIMARY KEY, new TEXT NOT NULL, old TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE logs (segment TEXT PRIMARY KEY, run_id TEXT NOT NULL, positions TEXT NOT NULL, rows TEXT NOT NULL,
    checksums TEXT NOT NULL) WITHOUT ROWID"""

# `rank` orders what can be leased: by kind, and in each what was never fetched, or failed, first. It is null for what
# is leased (`run_id` says by whom) and for what is closed.
STATE = """CASE WHEN run_id IS NOT NULL THEN 'leased' WHEN rank IS NULL THEN 'closed'
    WHEN rank % 2 = 0 THEN 'pending' ELSE 'done' END"""
"""SQL: the state of a row of addresses."""
RANK_OF_KIND = "CASE kind WHEN 'listing' THEN 0 WHEN 'feed' THEN 4 WHEN 'sitemap' THEN 6 ELSE 2 END"
"""SQL: the rank of a row of addresses of this kind that was never fetched; once it was, the next number."""
BY_KEY = "INDEXED BY addresses_by_key"
"""SQL: the index to look addresses up in; SQLite has no statistics of them, and would search what is leased."""
WAS_LIST = f"coalesce(outcome IN ({', '.join(f'{one!r}' for one in _LISTS)}), FALSE)"
"""SQL: whether a row of addresses was a list of articles when it was fetched last."""
IS_LIST = f"(kind <> 'article' OR {WAS_LIST})"
"""SQL: whether a row of addresses is a list of articles, as its link or its page had it."""
IS_GONE = f"coalesce(outcome IN ({', '.join(f'{one!r}' for one in _GONE)}), FALSE)"
"""SQL: whether a row of addresses was gone when it was fetched last."""
RANK_GIVEN_BACK = f"""{RANK_OF_KIND}
    + CASE WHEN outcome IS NULL OR attempts > 0 THEN 0 ELSE 1 END"""
"""SQL: the rank of a row of addresses that was leased and is given back untried."""

UPDATE_ARTICLE = """
UPDATE articles SET site = :site, revision = :revision, content = :content, content_hash = :content_hash,
    first_seen_at = :first_seen_at, address = :address, language = :language, run_id = :run_id,
    fingerprint = :fingerprint, title_key = :title_key
WHERE key = :key AND article_id = :article_id"""
"""SQL: an article that is known already, as it is now."""
INSERT_ARTICLE = """
INSERT INTO articles (key, site, article_id, revision, content, content_hash, first_seen_at, address, language, run_id,
    fingerprint, title_key)
SELECT :key, :site, :article_id, :revision, :content, :content_hash, :first_seen_at, :address, :language, :run_id,
    :fingerprint, :title_key
WHERE NOT EXISTS (SELECT 1 FROM articles WHERE key = :key AND article_id = :article_id)"""
"""SQL: an article that is not known yet."""


def rank_of(kind: str, *, is_done: bool) -> int:
    """The number stored for the place in the order of leasing of ``kind``; ``is_done``: it was fetched before."""
    return _NUMBERS.get(kind, _NUMBERS["article"]) + is_done


RANKS = tuple(rank_of(kind, is_done=is_done) for kind in KINDS for is_done in (False, True))
"""All ranks, in the order of leasing."""


def key_of(text: str) -> int:
    """The number by which ``text`` is looked up: 64 bits of its BLAKE2b. The text itself is compared too."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def columns_of(db: sqlite3.Connection) -> frozenset[tuple[str | int, ...]]:
    """Every column of every table of a ledger: table, name, type, whether it may be null, its place in the key."""
    query = 'SELECT t.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master t, pragma_table_info(t.name) c'
    return frozenset(db.execute(f"{query} WHERE t.type = 'table'"))


def create(db: sqlite3.Connection, identity: str) -> None:
    """Create the tables of a new ledger, for the archive with this ``identity``."""
    _execute(db, _FILES, _ADDRESSES, _INDEXES)
    db.execute("INSERT INTO about VALUES ('format', ?), ('identity', ?)", (str(LEDGER_FORMAT), identity))


def migrate(db: sqlite3.Connection, found: int) -> None:
    """Bring the tables of format ``found`` to the present one, within the caller's transaction."""
    if found == 1:
        _migrate_format_1(db)
    else:
        _execute(db, _FROM_FORMAT_2)
    db.execute("UPDATE about SET value = ? WHERE key = 'format'", (str(LEDGER_FORMAT),))


def _migrate_format_1(db: sqlite3.Connection) -> None:
    db.create_function("key_of", 1, key_of, deterministic=True)
    for table in ("addresses", "articles", "sites"):
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    for index in ("addresses_due", "articles_by_content"):
        db.execute(f"DROP INDEX {index}")
    _execute(db, _ADDRESSES, _FROM_FORMAT_1, _INDEXES)
    for table in ("addresses", "articles", "sites"):
        db.execute(f"DROP TABLE old_{table}")


_FROM_FORMAT_2 = f"""
ALTER TABLE addresses ADD COLUMN history TEXT;
ALTER TABLE addresses ADD COLUMN listed_at INTEGER;
ALTER TABLE articles ADD COLUMN fingerprint BLOB;
ALTER TABLE articles ADD COLUMN title_key INTEGER;
{_BY_TITLE}"""
_FROM_FORMAT_1 = f"""
INSERT INTO sites (site, run_id, holder, since, until, due_before, finished)
    SELECT site, run_id, holder, since, until, due_before, finished FROM old_sites;
INSERT OR IGNORE INTO sites (site) SELECT DISTINCT site FROM old_addresses;
INSERT OR IGNORE INTO sites (site) SELECT DISTINCT site FROM old_articles;
INSERT INTO articles (key, site, article_id, revision, content, content_hash, first_seen_at, address, language, run_id)
    SELECT key_of(article_id), s.id, article_id, revision, key_of(substr(content_hash, 1, 32)),
        substr(content_hash, 1, 32), first_seen_at, address,
        language, a.run_id
    FROM old_articles a JOIN sites s ON s.site = a.site;
CREATE TEMP TABLE article_numbers AS SELECT article_id, id FROM articles;
CREATE UNIQUE INDEX article_numbers_by_id ON article_numbers (article_id);
INSERT INTO addresses (key, site, address, host, kind, data, rank, due_at, attempts, run_id, leased_at, ended_at,
        outcome, reason, etag, last_modified, content_hash, article, revision, views)
    SELECT key_of(a.address), s.id, a.address, host, kind, data,
        CASE state WHEN 'pending' THEN 0 WHEN 'done' THEN 1 END + {RANK_OF_KIND},
        due_at, attempts, CASE state WHEN 'leased' THEN a.run_id END, leased_at, ended_at, outcome, reason, etag,
        last_modified, substr(content_hash, 1, 32), n.id, revision, views
    FROM old_addresses a JOIN sites s ON s.site = a.site LEFT JOIN article_numbers n USING (article_id)
    ORDER BY a.ended_at, a.site, a.address;
DROP TABLE article_numbers"""


def _execute(db: sqlite3.Connection, *scripts: str) -> None:
    for script in scripts:
        for statement in script.split(";\n"):
            db.execute(statement)
