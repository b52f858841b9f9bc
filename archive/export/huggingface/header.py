"""The header of a card: YAML that Hugging Face's site and library read."""

import re
from itertools import pairwise
from typing import Any

import pyarrow as pa

from archive.export.huggingface.escaping import yaml
from archive.export.huggingface.facts import Facts
from archive.export.huggingface.features import features

SPLIT = "train"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})+")
_SIZES = ((10**3, "1K"), (10**4, "10K"), (10**5, "100K"), (10**6, "1M"), (10**7, "10M"), (10**8, "100M"), (10**9, "1B"))


def header(name: str, schema: pa.Schema, facts: Facts, file_bytes: int) -> str:
    """The YAML between the two lines of dashes. The licence is unknown, whatever the rows are."""
    tags = sorted(facts.values.get("language", ()))
    languages = sorted({part for tag in tags if _LANGUAGE.fullmatch(part := tag.split("-")[0].lower())})
    regional = [tag for tag in tags if _TAG.fullmatch(tag)]
    said: dict[str, Any] = {
        "pretty_name": name,
        "license": "other",
        "license_name": "unknown",
        **({"language": languages} if languages else {}),
        **({"language_bcp47": regional} if regional else {}),
        "size_categories": [size_category(facts.rows)],
        "tags": ["news", "newsreel"],
        "configs": [{"config_name": "default", "data_files": [{"split": SPLIT, "path": f"data/{SPLIT}-*"}]}],
        "dataset_info": {
            "features": features(schema),
            "splits": [{"name": SPLIT, "num_bytes": facts.memory_bytes, "num_examples": facts.rows}],
            "download_size": file_bytes,
            "dataset_size": facts.memory_bytes,
        },
    }
    return yaml(said)


def size_category(rows: int) -> str:
    """The class of sizes that Hugging Face sorts a data set of so many rows into."""
    if rows < _SIZES[0][0]:
        return "n<1K"
    for (_, low), (beyond, high) in pairwise(_SIZES):
        if rows < beyond:
            return f"{low}<n<{high}"
    return "n>1B"
