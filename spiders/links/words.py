"""Words that addresses and links are made of all over the web, and what they say of the page behind them."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Folders below which sites put their articles.
ARTICLE_WORDS = _words(
    """
    news article articles story stories post posts blog artikel beitrag nachricht nachrichten meldung noticia noticias
    nota notas articulo articulos actualite actualites actu articolo articoli notizia notizie nyheter nyhet nieuws
    noticia materia novost novosti stati statya wiadomosci clanek haber haberler press-release press-releases news-item
    newsitem archives node item read view-article opinion
    """
)
# Folders and names of pages that list articles, by which one meets each of them a second time.
LISTING_WORDS = _words(
    """
    tag tags topic topics category categories cat section sections channel rubrik ressort thema themen kategorie
    schlagwort tema temas categoria etiqueta sujet sujets rubrique rubriques mot-cle argomento rubriek emne
    page pages seite pagina archive archiv archivo archief author authors autor autoren autores auteur auteurs
    redaktion byline profile profiles contributor contributors writer writers people person
    """
)
# Pages of a site about itself, its readers' accounts, its tools: never articles, and no way to any.
NOWHERE_WORDS = _words(
    """
    about about-us aboutus about-me ueber-uns uber-uns wir-ueber-uns sobre sobre-nos sobre-nosotros quienes-somos
    quem-somos a-propos qui-sommes-nous chi-siamo over-ons om-oss om-os o-nas o-nama hakkimizda
    contact contact-us contacts contactus kontakt contacto contato contatti kontakty iletisim feedback
    imprint impressum legal legal-notice mentions-legales aviso-legal note-legali disclaimer colofon colophon masthead
    privacy privacy-policy privacy-notice datenschutz datenschutzerklaerung politica-de-privacidad confidentialite
    privacidade privacidad informativa-privacy integritetspolicy cookies cookie-policy cookie-settings gdpr
    terms terms-of-use terms-of-service terms-and-conditions tos agb nutzungsbedingungen conditions cgu cgv
    condiciones termos conditions-generales user-agreement editorial-policy ethics code-of-conduct
    login log-in signin sign-in logout register registration signup sign-up account my-account konto anmelden
    registrieren mein-konto iniciar-sesion connexion inscription accedi entrar profil user users member members
    subscribe subscription subscriptions abo abonnement suscripcion suscribete assine newsletter newsletters abos
    donate donation donations spenden faire-un-don support support-us membership
    advertise advertising advertisement mediadaten media-kit mediakit werbung anzeigen publicidad publicite publicidade
    jobs careers career karriere stellenangebote trabaja-con-nosotros recrutement lavora-con-noi team our-team staff
    search suche buscar recherche cerca ricerca busca zoeken sok arama results
    help faq faqs hilfe ayuda aide sitemap site-map site-index rss feed feeds atom xmlrpc
    shop store cart checkout basket boutique tienda warenkorb kasse
    calendar kalender calendrier calendario events-calendar agenda
    gallery galleries galerie galerien galeria photos
    wp-admin wp-login wp-content wp-json wp-includes cdn-cgi admin api static assets share print
    comments comment reply amp embed trackback cookie ads
    accessibility barrierefreiheit accesibilidad accessibilite corrections press-office press-kit weather-widget
    """
)
# Folders and parameters that number the pages of a list.
NUMBERED_WORDS = _words("page pages paged seite pagina offset start p pg")
KEPT_WORDS = ARTICLE_WORDS | LISTING_WORDS | NOWHERE_WORDS

# What links to such pages say, in full.
NOWHERE_TEXTS = frozenset(
    text.strip()
    for text in """
    about | about us | about me | contact | contact us | imprint | impressum | privacy | privacy policy | legal |
    legal notice | terms | terms of use | terms of service | cookie policy | cookies | advertise | advertise with us |
    subscribe | newsletter | newsletters | log in | login | sign in | sign up | register | my account | careers | jobs |
    help | faq | sitemap | site map | search | über uns | kontakt | datenschutz | agb | werbung | anmelden |
    registrieren | abo | abonnieren | karriere | suche | quiénes somos | sobre nosotros | contacto | aviso legal |
    política de privacidad | publicidad | suscríbete | iniciar sesión | buscar | à propos | qui sommes-nous |
    mentions légales | confidentialité | s'abonner | se connecter | recherche | chi siamo | contatti | note legali |
    pubblicità | abbonati | accedi | cerca | sobre nós | sobre | contato | privacidade | assine | entrar | busca |
    over ons | contacteer ons | om oss | kontakta oss | o nas | rss | donate | support us | our team | team | calendar |
    events | shop | store | facebook | twitter | instagram | youtube | home
    """.replace("\n", " ").split("|")
)

MONTHS = _words(
    """
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
    october november december januar februar mai juni juli oktober dezember enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre janvier fevrier mars avril juin juillet aout septembre octobre
    novembre decembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro marco
    maio junho julho setembro outubro novembro dezembro
    """
)
# Codes of ISO 639-1 in which news is written; those that are also words of many addresses (to, so, no) are left out.
LANGUAGE_CODES = _words(
    """
    ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id it ja ka kk ko lt lv mk ms nb nl nn pl pt
    ro ru sk sl sq sr sv sw ta th tr uk ur uz vi zh
    """
)
_PART = re.compile(r"[^/?&=#]+")


def words_of(path_and_query: str) -> list[str]:
    """The parts of a path and its query, lower case, without file endings: what may be one of the words above."""
    return [part.rsplit(".", 1)[0] if "." in part else part for part in _PART.findall(path_and_query.lower())]
