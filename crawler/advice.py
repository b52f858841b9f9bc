"""What to do about an alarm: the line that a report and `newsreel sites health` show for it."""

from pipelines.health import Alarm, Basis, Measure


def advice_on(alarm: Alarm, site: str) -> str:
    """``alarm`` of ``site`` in one line, with its examples and the way out."""
    return f"{alarm.as_text()} (since {alarm.since:%Y-%m-%d %H:%M} UTC){_examples(alarm)}. {_way_out(alarm, site)}"


def _examples(alarm: Alarm) -> str:
    return f", such as {' '.join(alarm.examples)}" if alarm.examples else ""


def _way_out(alarm: Alarm, site: str) -> str:
    """The commands that show what happened, and those that mend or accept it."""
    address = alarm.examples[0] if alarm.examples else "ADDRESS"
    accept = f"if it is there to stay: newsreel sites health {site} --accept"
    match alarm.measure:
        case Measure.ARRIVALS:
            return f"See whether its lists still lead to articles: newsreel crawl {site} --dry-run; {accept}"
        case Measure.ENTRIES:
            return f"See whether it is still the listing: newsreel read {address}; {accept}"
        case Measure.ARTICLE | Measure.BODY_LENGTH:
            return f"See what is read there: newsreel read {address}; {accept}"
    teach = f"show it an article as it is now: newsreel sites teach {site} {address} {alarm.measure}=VALUE"
    lasting = "or change [expected] in the site file" if alarm.basis is Basis.SITE_FILE else accept
    return f"Did the site change its layout? See what is read: newsreel read {address}; {teach}; {lasting}"
