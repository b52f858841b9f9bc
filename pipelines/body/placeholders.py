"""What a page shows in place of embedded content until its reader agrees: one notice about consent, again and again."""

from collections import Counter

import numpy as np

from pipelines.body.ground import Flags, Ground


def placeholders(ground: Ground) -> Flags:
    """Which blocks (n) speak of consent or of a form, and have the text of another that does."""
    flags = np.zeros(len(ground.blocks), np.bool_)
    speaking = [int(at) for at in np.flatnonzero(ground.wording("form"))]
    count = Counter(ground.blocks[at].text for at in speaking)
    flags[[at for at in speaking if count[ground.blocks[at].text] > 1]] = True
    return flags
