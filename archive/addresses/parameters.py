"""Parameters that never choose a page: where a reader came from, which session is open, how the page is dressed."""

import re
from dataclasses import dataclass

# Each is named in its vendor's own documentation, and carries the vendor's mark, so that no site uses it for anything
# else. Words that sites use for themselves too (ref, source, from, campaign, cid, sid, s) are not here: a site file
# names them in `addresses.drop_parameters`.
_TRACKING = frozenset(
    # Google, Meta, Microsoft, Yandex, X, TikTok, LinkedIn, Snapchat, Pinterest
    "_ga _gl _gac gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid "
    "fbclid fb_action_ids fb_action_types fb_source fb_ref igshid igsh mibextid "
    "msclkid yclid ysclid _openstat twclid __twitter_impression ttclid li_fat_id sccid epik "
    # newsletters: Mailchimp, HubSpot, Marketo, Vero, MailerLite, Omeda, Drip, Klaviyo
    "mc_cid mc_eid _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv ml_subscriber "
    "ml_subscriber_hash oly_anon_id oly_enc_id __s _kx "
    # audience meters: AT Internet, Webtrekk, Adobe, comScore, Matomo, Piwik
    "xtor at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 wt_mc wt_zmc s_cid s_kwcid ef_id "
    "ns_campaign ns_mchannel ns_source ns_linkname ns_fee "
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid "
    "piwik_campaign piwik_kwd piwik_keyword matomo_campaign matomo_kwd matomo_keyword".split()
)
_TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_", "aspsessionid")

_SESSION = frozenset({"phpsessid", "jsessionid", "sessionid", "session_id", "cftoken"})
_MAYBE_SESSION = frozenset({"sid", "s", "sess", "session"})
# The tokens that PHP, Java and others make: 32 or 40 hexadecimal digits, or 26 letters and digits.
_TOKEN = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-z]{26})")

_DRESS = frozenset(
    {
        *((name, value) for name in ("amp", "print", "printable") for value in ("", "1", "true", "yes")),
        *((name, value) for name in ("outputtype", "output", "format", "view") for value in ("amp", "print")),
        ("amp", "amp"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRules:
    """What a site file says of its parameters: those that choose a page whatever their name, and those that do not.

    Names are as they stand in the address.
    """

    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()

    def chooses_page(self, name: str, value: str) -> bool:
        """Whether the parameter may choose the page: all do, but for those that are known not to."""
        if name in self.keep:
            return True
        return name not in self.drop and not is_idle(name.lower(), value.lower())


def is_idle(name: str, value: str) -> bool:
    """Whether a parameter is known to choose no page on any site; ``name`` and ``value`` in lower case."""
    return (
        name in _TRACKING
        or name in _SESSION
        or name.startswith(_TRACKING_PREFIXES)
        or (name, value) in _DRESS
        or (name in _MAYBE_SESSION and _TOKEN.fullmatch(value) is not None)
    )
