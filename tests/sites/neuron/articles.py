"""One article in four languages, in the order of text of the site's pages; every sentence is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    date: str
    title: str
    text: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    language: str
    date: str
    switch: str
    title: str
    summary_label: str
    summary: str
    paragraphs: tuple[str, ...]
    watch_label: str
    promotion: tuple[str, ...]
    language_label: str
    hot_label: str
    box: str
    teasers: tuple[Teaser, ...]
    all_label: str
    closing: tuple[str, ...]


SLUG = "tide-sensors-learn-to-warn-a-harbour-town"
NUMBER = "20417"
LANGUAGES = {"en": "English", "pt": "Português"}


def path_in(language: str) -> str:
    return f"/news/{SLUG}/{NUMBER}/{language}/"


_DAYS = (
    ("Nov. 14, 2025, 8:41 p.m.", "14 de novembro de 2025 às 20:41", "14. November 2025 20:41"),
    ("Nov. 14, 2025, 8:40 p.m.", "14 de novembro de 2025 às 20:40", "14. November 2025 20:40"),
    ("Nov. 14, 2025, noon", "14 de novembro de 2025 às 12:00", "14. November 2025 12:00"),
    ("Nov. 14, 2025, 9 a.m.", "14 de novembro de 2025 às 09:00", "14. November 2025 09:00"),
    ("Nov. 14, 2025, 9 a.m.", "14 de novembro de 2025 às 09:00", "14. November 2025 09:00"),
    ("Nov. 14, 2025, midnight", "14 de novembro de 2025 às 00:00", "14. November 2025 00:00"),
    ("Sept. 30, 2025, 5:02 a.m.", "30 de setembro de 2025 às 05:02", "30. September 2025 05:02"),
)
TEASER_INSTANTS = (
    "2025-11-14T20:41:00+00:00",
    "2025-11-14T20:40:00+00:00",
    "2025-11-14T12:00:00+00:00",
    "2025-11-14T09:00:00+00:00",
    "2025-11-14T09:00:00+00:00",
    "2025-11-14T00:00:00+00:00",
    "2025-09-30T05:02:00+00:00",
)


def _teasers(language: str, dates: int, told: tuple[tuple[str, str], ...]) -> tuple[Teaser, ...]:
    return tuple(
        Teaser(date=day[dates], title=title, text=text, path=f"/news/teaser-{number}/{30500 + number}/{language}/")
        for number, (day, (title, text)) in enumerate(zip(_DAYS, told, strict=True), 1)
    )


ENGLISH = Article(
    language="en",
    date="Jan. 9, 2025, 6:55 a.m.",
    switch="lang icon English",
    title="Tide Sensors' Quiet Lessons: How a Harbour Town Foresees Its Floods",
    summary_label="Brief news summary",
    summary=(
        "In the spring of 2019 the town of Marrow Quay hung forty cheap sensors below its piers. After five winters, "
        'a small network reads them and calls the next flood "within a hand\'s breadth", the harbour master says. '
        "Other towns now ask for the recipe, and the town gives it away."
    ),
    paragraphs=(
        "In the spring of 2019 the town of Marrow Quay set out to know its tides better than any almanac. The first "
        "winter went badly: half of the sensors drowned, and the other half reported the wash of passing ferries. "
        "What came of it by 2024 is a network of 12,000 parameters that runs on a telephone. The harbour's",
        "own log books, scanned page by page, taught it what a surge looks like. It errs by 9 centimetres on average; "
        "the old tables erred by 31. Nobody in the town claims to understand why it works so well in fog.",
        'Its makers remain careful. "A warning that comes true is still only a warning," says the harbour master, and '
        "the sandbags stay where they are: beside the church door, dry and ready.",
    ),
    watch_label="Watch video about",
    promotion=(
        "Take our better plan and meet new readers, free of charge",
        "I'm your Story Helper. Shall we turn this piece into a clip and send it anywhere?",
    ),
    language_label="Language",
    hot_label="Hot news",
    box="Hot news",
    teasers=_teasers(
        "en",
        0,
        (
            (
                "Bakers Let a Model Choose the Hour of the First L…",
                'A chain of 14 bakeries says that "warm at the door" beats every discount it has tried so far.',
            ),
            (
                "A Library's Lost Index Is Found by Its Own Scann…",
                "The scanner had read the missing cards years ago, and nobody had asked it what they said.",
            ),
            (
                "Speech Tools Learn the Dialects of Three Valleys",
                "Shepherds recorded 600 hours of talk while walking, which turned out to be the best microphone test.",
            ),
            ("1999", "A museum rebuilds the year's slowest computer and lets children wait for its answers."),
            (
                "Glass Works Save Heat With a Model of Patience",
                "Waiting four minutes longer before each pour cut the gas bill of the furnace by a ninth.",
            ),
            (
                "Night Trains Ask for Their Own Forecast of Snow…",
                "Drivers say that a forecast for the track is worth more than any forecast for the sky above it.",
            ),
            (
                "How an Orchard Counts Its Apples Before They Fa…",
                "The count was off by three crates in a thousand, which the growers call a rounding of nature.",
            ),
        ),
    ),
    all_label="All news",
    closing=("AI Workshop", "Start a small team of helpers that write, sort and answer while you sleep"),
)

PORTUGUESE = Article(
    language="pt",
    date="9 de janeiro de 2025 às 06:55",
    switch="lang icon Português",
    title="As lições discretas das marés: como uma vila portuária prevê as cheias",
    summary_label="Breve resumo da notícia",
    summary=(
        "Na primavera de 2019, a vila de Cais do Medronho pendurou quarenta sensores baratos debaixo dos pontões. "
        "Cinco invernos depois, uma pequena rede lê-os e anuncia a próxima cheia com um palmo de erro."
    ),
    paragraphs=(
        "Na primavera de 2019, a vila de Cais do Medronho quis conhecer as suas marés melhor do que qualquer "
        "almanaque. O primeiro inverno correu mal: metade dos sensores afogou-se.",
        "Os diários de bordo do porto, digitalizados página a página, ensinaram-lhe o que é uma maré viva. O erro "
        "médio é de 9 centímetros; o das tabelas antigas era de 31.",
    ),
    watch_label="Assista ao vídeo sobre",
    promotion=("Escolha o nosso plano melhor e conheça novos leitores, sem custos",),
    language_label="Idioma",
    hot_label="Notícias em destaque",
    box="Notícias em destaque",
    teasers=_teasers(
        "pt",
        1,
        (
            (
                "Padeiros deixam um modelo escolher a hora da pri…",
                "Pão quente à porta vale mais do que qualquer desconto.",
            ),
            ("O índice perdido de uma biblioteca é achado pelo…", "O leitor já tinha lido as fichas em falta há anos."),
            ("Ferramentas de fala aprendem três dialetos", "Os pastores gravaram 600 horas de conversa a caminhar."),
            ("1999", "Um museu reconstrói o computador mais lento do ano e deixa as crianças esperar."),
            ("Vidraria poupa calor com um modelo da paciência", "Esperar mais quatro minutos reduziu a conta do gás."),
            ("Comboios noturnos pedem a sua previsão de neve…", "Uma previsão para a linha vale mais do que a do céu."),
            (
                "Como um pomar conta as maçãs antes de caírem…",
                "A conta falhou por três caixas em cada mil, dizem eles.",
            ),
        ),
    ),
    all_label="Todas as notícias",
    closing=("Oficina de IA", "Crie uma pequena equipa de ajudantes que escrevem enquanto dorme"),
)

GERMAN = Article(
    language="de",
    date="9. Januar 2025 06:55",
    switch="lang icon Deutsch",
    title="Die stillen Lektionen der Gezeiten: Wie ein Hafenort seine Fluten kommen sieht",
    summary_label="Das Wichtigste in Kürze",
    summary=(
        "Im Frühjahr 2019 hängte der Ort Möwenkai vierzig billige Fühler unter seine Stege. Nach fünf Wintern sagt ein "
        "kleines Netz die nächste Flut bis auf eine Handbreit voraus."
    ),
    paragraphs=(
        "Im Frühjahr 2019 wollte der Ort Möwenkai seine Gezeiten besser kennen als jeder Kalender. Der erste Winter "
        "ging schief: Die Hälfte der Fühler ertrank.",
        "Die Logbücher des Hafens, Seite für Seite eingelesen, lehrten das Netz, was eine Sturmflut ist. Es irrt um 9 "
        "Zentimeter; die alten Tafeln irrten um 31.",
    ),
    watch_label="Das Video dazu",
    promotion=("Nehmen Sie unseren besseren Plan und gewinnen Sie neue Leser, kostenlos.",),
    language_label="Sprache",
    hot_label="Gerade viel gelesen",
    box="related",
    teasers=_teasers(
        "de",
        2,
        (
            (
                "Bäcker lassen ein Modell die Stunde des ersten B…",
                "Warm an der Tür schlägt jeden Rabatt, sagt die Kette.",
            ),
            (
                "Das verlorene Register einer Bücherei taucht im…",
                "Der Scanner hatte die fehlenden Karten längst gelesen.",
            ),
            ("Sprachprogramme lernen die Mundarten dreier Täler", "Hirten nahmen 600 Stunden Gespräch im Gehen auf."),
            ("1999", "Ein Museum baut den langsamsten Rechner des Jahres nach und lässt Kinder warten."),
            (
                "Glashütte spart Wärme mit einem Modell der Geduld",
                "Vier Minuten längeres Warten senkten die Gasrechnung.",
            ),
            (
                "Nachtzüge wollen ihre eigene Schneevorhersage…",
                "Eine Vorhersage für das Gleis ist mehr wert als die am Himmel.",
            ),
            (
                "Wie ein Obstgarten seine Äpfel zählt, ehe sie fa…",
                "Die Zählung lag um drei Kisten von tausend daneben.",
            ),
        ),
    ),
    all_label="Alle Nachrichten",
    closing=("KI-Werkstatt", "Stellen Sie ein kleines Team von Helfern auf, das nachts schreibt"),
)
