"""Text as it stands in a page: white space and entities."""

import pytest

from pipelines.page.text import fold, shown_text, text_of, unescaped
from tests.pipelines.making import page_of


def test_folding_makes_every_run_of_white_space_one_space() -> None:
    assert fold(" a\u00a0\u2003b\n\tc ") == "a b c"
    assert fold(" \n ") == ""


def test_what_a_site_escaped_a_second_time_is_unescaped_and_folded() -> None:
    assert unescaped(" Bread &amp;\n bells&nbsp;&#8211; &lt;b&gt; ") == "Bread & bells – <b>"
    assert unescaped("Bread & bells") == "Bread & bells"


@pytest.mark.parametrize(
    ("css", "text"),
    [
        ("h1", "Warm bread at the door"),
        ("h1::text", "Warm"),
        ("img::attr(alt)", "A loaf"),
        ("p", ""),
    ],
)
def test_a_match_is_its_whole_text_or_the_text_or_attribute_it_names(css: str, text: str) -> None:
    page = page_of('<h1> Warm <b>bread</b>\n at the door</h1><img alt=" A  loaf "><p></p>')

    assert text_of(page.selector.css(css)[0]) == text


@pytest.mark.parametrize(
    "html",
    [
        "<p>warm bread</p>",
        "<p>warm <b>bread</b></p>",
        "<p>warm <!-- cold -->bread</p>",
        "<p>warm <?cold?>bread</p>",
        "<p>warm <script>cold()</script>bread</p>",
        "<p><style>cold {}</style>warm <i><noscript><b>cold</b></noscript>bread</i></p>",
        "<p>warm <!-- a --><template>cold</template><!-- b -->bread</p>",
    ],
)
def test_comments_scripts_and_styles_are_no_shown_text(html: str) -> None:
    (element,) = page_of(html).tree.iter("p")

    assert shown_text(element) == "warm bread"
