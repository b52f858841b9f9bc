"""Invented pages of varied layouts and languages, and the bodies they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_AROUND = """<!doctype html><html lang="{language}"><head><title>{title} | Hill News</title>
<meta property="og:title" content="{title}"></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/town">Town</a></li><li><a href="/sport">Sport</a></li>
</ul></nav>
</header><main>{article}</main>
<section class="related-stories"><h2>More from Town</h2>
<div class="card"><a href="/flour">Flour is dear again, and the mill says why</a></div>
<div class="card"><a href="/market">The market moves to the square by the river</a></div>
<div class="card"><a href="/clock">Clock in the tower stands still for a third week</a></div></section>
<div class="newsletter-signup"><p>Sign up for our newsletter and never miss a story from the hill.</p></div>
<section id="comments"><h3>2 comments</h3>
<p>I have always liked that bell, and so has my dog, who sings along with it.</p></section>
<footer><p>© Hill News. All rights reserved. <a href="/imprint">Imprint</a></p></footer></body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A page and the paragraphs of its body: (kind, text)."""

    html: str
    body: Sequence[tuple[str, str]]


def _page(title: str, article: str, body: Sequence[str | tuple[str, str]], language: str = "en") -> Invented:
    whole = _AROUND.format(title=title, article=article, language=language)
    return Invented(html=whole, body=[("paragraph", part) if isinstance(part, str) else part for part in body])


_BELLS = (
    "The bakery on the hill rings a bell before it bakes, and the street wakes up a quarter of an hour too early.",
    "Nobody minds, says the woman from number nine, who has moved her clock back and her breakfast forward instead.",
    "The council looked into it for a whole winter and found that the bell is older than the bakery and the street.",
    "It will go on ringing until somebody complains in writing, and so far nobody has found the time to do that.",
)
_WOOD = (
    "Im Wald hinter der Mühle sind in diesem Herbst so viele Pilze gewachsen wie seit dreißig Jahren nicht mehr.",
    "Der Förster führt es auf den warmen Regen im August zurück, die Müllerin dagegen auf ihre neuen Bienen.",
    "Wer sammeln will, braucht einen Korb, ein Messer und jemanden, der die giftigen von den guten unterscheidet.",
)
_HARBOUR = (
    "港の朝市は今週から三十分早く始まることになり、漁師たちは夜明け前に船を出して準備を進めている。",
    "市場の組合によると、観光客が増えて昼前に魚が売り切れる日が続いたため、開始時刻を見直したという。",
    "近くの喫茶店も開店を早め、温かいスープと焼きたてのパンを朝の客に出し始めた。評判は上々だ。",
)
_WELL = (
    "أعاد أهل القرية فتح البئر القديمة بعد عشرين عاما من الإغلاق، وامتلأت الساحة بالناس منذ الصباح الباكر.",
    "وقال رئيس المجلس إن الماء صالح للشرب، وإن المختبر فحصه ثلاث مرات قبل أن يسمح للأطفال بالاقتراب منه.",
    "وسيبقى الحارس العجوز مسؤولا عن المفتاح، كما كان جده من قبل، إلى أن يتعلم حفيده القراءة والكتابة.",
)
_PARAGRAPHS = "".join(f"<p>{text}</p>" for text in _BELLS)

PAGES: Mapping[str, Invented] = {
    "paragraphs": _page(
        "Bells before bread",
        f"""<article><h1>Bells before bread</h1><p class="byline">By Ada Example</p><time>5 January 2026</time>
        <figure><img src="b.jpg"><figcaption>The bell. Photo: Ben Example</figcaption></figure>
        <div class="article-body">{_PARAGRAPHS}</div></article>""",
        _BELLS,
    ),
    "divisions": _page(
        "Bells before bread",
        f"""<div class="story"><h1>Bells before bread</h1><div class="story-text">
        {"".join(f"<div>{text}</div>" for text in _BELLS)}</div></div>""",
        _BELLS,
    ),
    "line breaks": _page(
        "Bells before bread",
        f"""<div class="post"><h1>Bells before bread</h1>
        <div class="entry-content">{"<br><br>".join(_BELLS)}</div></div>""",
        _BELLS,
    ),
    "headings, list and quote": _page(
        "Bells before bread",
        f"""<article><h1>Bells before bread</h1><div class="article-body"><p>{_BELLS[0]}</p><h2>Who minds</h2>
        <p>{_BELLS[1]}</p><blockquote><p>I have slept through worse, and so has my husband.</p></blockquote>
        <p>The council asks that the bell be rung with care, and gives three rules for it:</p>
        <ul><li>Never before five in the morning, not even in June.</li><li>Never twice for the same oven.</li>
        <li>Always by a baker, and not by an apprentice.</li></ul><p>{_BELLS[3]}</p></div></article>""",
        [
            _BELLS[0],
            ("heading-2", "Who minds"),
            _BELLS[1],
            ("quote", "I have slept through worse, and so has my husband."),
            "The council asks that the bell be rung with care, and gives three rules for it:",
            ("list-item", "Never before five in the morning, not even in June."),
            ("list-item", "Never twice for the same oven."),
            ("list-item", "Always by a baker, and not by an apprentice."),
            _BELLS[3],
        ],
    ),
    "table": _page(
        "What bread costs",
        f"""<article><h1>What bread costs</h1><div class="article-body"><p>{_BELLS[0]}</p><p>{_BELLS[1]}</p>
        <table><tr><th>Bread</th><th>Price this year</th></tr>
        <tr><td>Rye from the hill</td><td>4.20 crowns a loaf</td></tr>
        <tr><td>Wheat from the mill</td><td>3.80 crowns a loaf</td></tr></table><p>{_BELLS[2]}</p><p>{_BELLS[3]}</p>
        </div></article>""",
        [
            _BELLS[0],
            _BELLS[1],
            ("table-row", "Bread\tPrice this year"),
            ("table-row", "Rye from the hill\t4.20 crowns a loaf"),
            ("table-row", "Wheat from the mill\t3.80 crowns a loaf"),
            _BELLS[2],
            _BELLS[3],
        ],
    ),
    "live blog": _page(
        "Storm over the hill: as it happened",
        """<article class="live-blog"><h1>Storm over the hill: as it happened</h1>
        <script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Storm over the hill"}</script>"""
        + "".join(
            f'<div class="live-post"><time>{9 + place}:15</time><div class="post-body"><p>{text}</p></div></div>'
            for place, text in enumerate(_BELLS)
        )
        + "</article>",
        _BELLS,
    ),
    "German": _page(
        "Pilze wie seit dreißig Jahren nicht",
        f"""<article><h1>Pilze wie seit dreißig Jahren nicht</h1><div class="artikel-text">
        {"".join(f"<p>{text}</p>" for text in _WOOD)}<p><a href="/x">Lesen Sie auch: Der Müller zieht um</a></p>
        </div></article>""",
        _WOOD,
        "de",
    ),
    "Japanese": _page(
        "港の朝市、三十分早く",
        f"""<article><h1>港の朝市、三十分早く</h1><div class="article-body">
        {"".join(f"<p>{text}</p>" for text in _HARBOUR)}</div></article>""",
        _HARBOUR,
        "ja",
    ),
    "Arabic": _page(
        "البئر القديمة تفتح من جديد",
        f"""<article dir="rtl"><h1>البئر القديمة تفتح من جديد</h1><div class="article-body">
        {"".join(f"<p>{text}</p>" for text in _WELL)}</div></article>""",
        _WELL,
        "ar",
    ),
}
