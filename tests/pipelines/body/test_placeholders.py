"""Notices in place of embedded content."""

from pipelines.body.ground import survey
from pipelines.body.placeholders import placeholders
from tests.pipelines.body.walking import walk_of


def flagged(html: str) -> list[str]:
    ground = survey(walk_of(html))
    assert ground is not None
    return [block.text for block, flag in zip(ground.blocks, placeholders(ground), strict=True) if flag]


def test_a_notice_about_consent_that_stands_twice_is_a_placeholder() -> None:
    notice = "Your privacy settings hide the map that stands here."

    assert flagged(f"<p>Bells</p><p>{notice}</p><p>ring</p><div>{notice}</div>") == [notice, notice]


def test_one_that_stands_once_is_none_and_no_refrain_is() -> None:
    assert flagged("<p>The new law about privacy is praised.</p><p>Ring, bells!</p><p>Ring, bells!</p>") == []
