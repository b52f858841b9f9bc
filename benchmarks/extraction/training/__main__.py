"""Train the model of article bodies on a folder of pages with truth, and say how well it reads pages of other sites."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from benchmarks.extraction.training.figures import figures
from benchmarks.extraction.training.forests import train
from benchmarks.extraction.training.pages import TrainingPage, read_pages
from pipelines.body import trees
from pipelines.body.read import take
from pipelines.body.trees import Forest, save_forest

_MODEL = Path(trees.__file__).parent / trees.MODEL_FILE


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of folders with truth.json and NAME.html.gz")
    parser.add_argument("--folds", type=int, default=10, help="parts of the cross-validation by site; 0: none")
    parser.add_argument("--predictions", type=Path, help="write the bodies of the cross-validation here, as JSON")
    parser.add_argument("--write", action="store_true", help="train on all pages and put the model into the package")
    options = parser.parse_args()
    pages = list(read_pages(options.corpus))
    if not pages:
        sys.exit(f"no pages with truth below {options.corpus}: a folder there needs truth.json and NAME.html.gz")
    if options.folds:
        texts = _held_out(pages, options.folds)
        _report("pages of sites not trained on", pages, texts)
        if options.predictions:
            by_page = {f"{page.folder}/{page.name}": text for page, text in zip(pages, texts, strict=True)}
            options.predictions.write_text(json.dumps(by_page, ensure_ascii=False), encoding="utf-8")
    if options.write:
        forest = train(pages)
        _report("pages trained on", pages, [_read(page, forest) for page in pages])
        _MODEL.write_bytes(save_forest(forest))
        print(f"\n{_MODEL}: {_MODEL.stat().st_size:,} bytes")


def _held_out(pages: Sequence[TrainingPage], folds: int) -> list[str]:
    """The body of each page, read by a model that saw no page of its site."""
    texts = [""] * len(pages)
    for known, unknown in GroupKFold(folds).split(np.zeros(len(pages)), groups=[page.site for page in pages]):
        forest = train([pages[at] for at in known])
        for at in unknown:
            texts[at] = _read(pages[at], forest)
    return texts


def _read(page: TrainingPage, forest: Forest) -> str:
    reading = take(page.ground, page.features, forest)
    return reading.body.text if reading else ""


def _report(title: str, pages: Sequence[TrainingPage], texts: Sequence[str]) -> None:
    print(f"\n{title}")
    for folder in sorted({page.folder for page in pages}):
        rows = [(page.truth, text) for page, text in zip(pages, texts, strict=True) if page.folder == folder]
        print(f"  {folder:32} {figures([truth for truth, _ in rows], [text for _, text in rows])}")


if __name__ == "__main__":
    main()
