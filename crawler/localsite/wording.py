"""The words of the site around its stories, in every language."""

from dataclasses import dataclass

SITE_NAME = "Brasslight AI News"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The fixed words of pages in one language."""

    name: str
    """The language's own name for itself."""
    brief: str
    watch: str
    languages: str
    hot: str
    all_news: str
    more: str
    older: str
    newer: str
    page: str
    video_teaser: str
    offer: str
    offer_text: str
    second_offer: str
    second_offer_text: str
    footer: str


WORDINGS = {
    "en": Wording(
        name="English",
        brief="Brief news summary",
        watch="Watch video about",
        languages="Language",
        hot="Hot news",
        all_news="All news",
        more="Read more",
        older="Older",
        newer="Newer",
        page="page",
        video_teaser="Watch the report.",
        offer="Your own newsroom assistant",
        offer_text="Let Brasslight Desk sort your inbox while you write. The first month is free.",
        second_offer="The Brasslight letter",
        second_offer_text="One mail every Friday with the week in machine intelligence.",
        footer="A fictional site for tests. No person, firm or event on it is real.",
    ),
    "pt": Wording(
        name="Português",
        brief="Breve resumo da notícia",
        watch="Assista ao vídeo sobre",
        languages="Idioma",
        hot="Notícias em destaque",
        all_news="Todas as notícias",
        more="Leia mais",
        older="Mais antigas",
        newer="Mais recentes",
        page="página",
        video_teaser="Assista à reportagem.",
        offer="Um assistente para a sua redação",
        offer_text="Deixe o Brasslight Desk arrumar sua caixa de entrada enquanto você escreve.",
        second_offer="A carta da Brasslight",
        second_offer_text="Uma mensagem toda sexta-feira com a semana da inteligência artificial.",
        footer="Um site fictício para testes. Nenhuma pessoa, empresa ou fato nele é real.",
    ),
}
