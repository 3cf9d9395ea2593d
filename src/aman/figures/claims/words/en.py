"""Claims in English."""

from typing import Final

from aman.figures.claims.claim import Precision, Vague, Worded

from .forms import ClaimWords

WORDS: Final = ClaimWords(
    measures={
        Worded.CONTACTED: (
            *("contacted", "contacts", "contact", "appeals", "appealed", "reached out"),
            *("turned to", "got in touch", "been in touch", "approached", "inquiries", "enquiries"),
            *("sought help", "asked for help", "used the hotline", "contacting", "queries"),
        ),
        Worded.CALLS: ("calls", "call", "called", "phoned", "telephoned", "rang", "calling"),
        Worded.MESSAGES: ("messages", "message", "messaged", "wrote", "written", "texted", "texts"),
        Worded.VISITED: ("visited", "visits", "visitors", "views", "page views", "viewed"),
        Worded.REGISTERED: ("registered", "registrations", "signed up", "enrolled", "registering"),
        Worded.APPLIED: (
            *("applied", "application", "applications", "applicants", "requests", "requested"),
            *("submitted", "filed"),
        ),
        Worded.EVACUATED: ("evacuated", "evacuations", "evacuees", "brought out", "taken out"),
        Worded.RESCUED: ("rescued", "saved", "rescues"),
        Worded.ARRIVED: (
            *("arrived", "arrivals", "reached safety", "came out", "got out", "made it out"),
            "crossed",
        ),
        Worded.SURRENDERED: (
            *("surrendered", "surrenders", "surrendering", "gave themselves up", "gave up"),
            *(
                "given themselves up",
                "laid down … arms",
                "laid down … weapons",
                "did not surrender",
            ),
            *("handed themselves in", "turned themselves in", "have surrender", "not surrender"),
            "been taken prisoner",
        ),
        Worded.OTHER: (
            *(
                "mobilised",
                "mobilized",
                "drafted",
                "killed",
                "wounded",
                "left",
                "remained",
                "remain",
            ),
            *("captured", "detained", "employs", "recruited", "trained"),
        ),
    },
    before={
        Precision.MORE_THAN: (
            *("more than", "over", "upwards of", "in excess of", "exceed*", "above", "surpass*"),
            *("well over", "passed", "topped", "greater than"),
        ),
        Precision.AT_LEAST: ("at least", "no fewer than", "no less than", "a minimum of"),
        Precision.ABOUT: (
            *("about", "around", "approximately", "roughly", "some", "nearly", "almost"),
            *("close to", "an estimated", "circa", "just under"),
        ),
        Precision.LESS_THAN: ("fewer than", "less than", "under", "below", "not even"),
        Precision.UP_TO: ("up to", "at most", "no more than", "not more than", "a maximum of"),
    },
    after={
        Precision.AT_LEAST: ("or more", "and more", "at least"),
        Precision.ABOUT: ("or so", "approximately", "or thereabouts"),
        Precision.UP_TO: ("at most", "or fewer", "or less"),
    },
    vague={
        Vague.HUNDREDS_OF_THOUSANDS: ("hundreds of thousands of", "hundreds of thousands"),
        Vague.TENS_OF_THOUSANDS: ("tens of thousands of", "tens of thousands"),
        Vague.MILLIONS: ("millions of", "millions", "several million"),
        Vague.THOUSANDS: ("thousands of", "thousands", "several thousand", "a few thousand"),
        Vague.HUNDREDS: ("hundreds of", "hundreds", "several hundred", "a few hundred"),
        Vague.DOZENS: ("dozens of", "dozens", "scores of", "several dozen", "a few dozen"),
        Vague.INCREASE: (
            *("increase in the number of", "rise in the number of", "surge in the number of"),
            *("increase in", "surge in", "rise in"),
        ),
    },
    units=(
        *("soldier*", "servicem*", "troops", "people", "persons", "men", "women", "fighters"),
        *("callers", "families", "civilians", "residents", "conscripts", "officers", "relatives"),
        *("refugees", "users", "combatants", "military personnel", "recruits", "children"),
        *("applications", "calls", "messages", "appeals", "requests", "contacts", "visits"),
        *("registrations", "russians", "deserters", "prisoners", "visitors", "personnel"),
    ),
    not_counts_before=("aged", "age", "brigade", "regiment", "battalion", "unit"),
    not_counts_after=(
        *("dollars", "euros", "hryvnias", "rubles", "roubles", "pounds", "percent", "per cent"),
        *("km", "kilometres", "kilometers", "miles", "hours", "hour", "minutes", "seconds"),
        *("pm", "am", "th", "st", "nd", "rd", "billion", "years", "year"),
    ),
    negations=("not", "never", "no one", "nobody", "didn't", "haven't", "hasn't", "none", "wasn't"),
    denials=("denied", "denies", "denying", "rejected", "refuted", "dismissed", "false", "untrue"),
    periods=(
        *("within … # months", "within … # weeks", "within … # days", "within … # years"),
        *("in … # months", "in … # weeks", "in # days", "over … # months", "over … # weeks"),
        *("during … # months", "in the past month", "last month", "last week", "this week"),
        *("this month", "this year", "last year", "so far", "to date", "since @ #", "since @"),
        *("since mid-@", "since … began", "since its launch", "since then", "by # @", "by @ #"),
        *("from # @ to # @", "between # @ and # @", "from @ to @", "between @ and @", "as of # @"),
        *("since … opened", "in @", "a year later", "in … first year", "in … first month"),
        *("since # @", "since … launched", "in a year", "in the first … days"),
        *("in the first … weeks", "in the first … months", "over the past … months"),
        *("in the last … months", "a day", "a week", "per day", "during @", "in a month"),
        *("in … first # months", "in … first # weeks", "by the end of @", "since the start of"),
        "established in @",
    ),
    hotlines=("hotline", "hot line", "helpline", "hotlines", "chatbot", "help line"),
    says=(
        *("said", "says", "told", "stated", "asserted", "claimed", "claims", "announced", "noted"),
        *("reported", "confirmed", "wrote", "added", "explained", "suggested", "insisted"),
        *("estimated", "stressed", "revealed", "denied", "informed", "predicted"),
    ),
    according=("according to",),
    told=("told", "in an interview with", "speaking to", "in a statement to", "column for"),
    cited=("citing", "quoting", "with reference to", "referring to", "cited by", "quoted by"),
    passed_on=(
        *("translated by", "picked up by", "republished by", "reported by", "relayed by"),
        "reprinted by",
    ),
    outlets=(
        *("newspaper", "outlet", "magazine", "agency", "news agency", "channel", "website"),
        *("broadcaster", "daily", "weekly", "portal", "radio", "news site", "tabloid", "paper"),
        "telegram channel",
    ),
    known_outlets=(
        *("the guardian", "guardian", "reuters", "bbc", "cnn", "the associated press", "afp"),
        *("the daily beast", "the times", "the new york times", "the washington post", "newsweek"),
        *("the telegraph", "al jazeera", "bloomberg", "politico", "insider", "sky news", "ap"),
        *("the economist", "the wall street journal", "financial times", "the independent"),
        *("ukrinform", "interfax", "deutsche welle", "radio free europe", "the kyiv independent"),
    ),
    outlet_names=(
        *("herald", "post", "times", "tribune", "gazette", "journal", "observer", "chronicle"),
        *(
            "courier",
            "press",
            "mail",
            "wire",
            "mirror",
            "today",
            "telegraph",
            "news",
            "echo",
            "star",
        ),
    ),
    roles=(
        *("authorit*", "ministry", "minister", "official*", "spokes*", "representative*"),
        *("government", "intelligence", "hotline", "project", "command*", "head", "chief"),
        *("president", "operator*", "coordinator*", "volunteer*", "staff", "organiser*"),
        *("organizer*", "agency", "department", "lawyer*", "activist*", "director", "adviser"),
        *("manager", "founder", "service", "headquarters", "office", "deputy", "he", "she"),
    ),
    pronouns=("he", "she", "they", "it"),
    meant=("according to him", "according to her", "in his words", "in her words"),
    callers=("told us", "tell us", "wrote to us", "they told us"),
    stops=(
        *("that", "as", "on", "in", "at", "who", "which", "has", "have", "had", "was", "is"),
        *("and", "but", "while", "citing", "quoting", "when", "since", "about", "how"),
        *("this", "last", "after", "during", "from", "after", "because", "whose", "with", "were"),
        *("saying", "by", "said", "told", "more", "reported", "where", "earlier", "are"),
    ),
    described={
        "national": (
            *("russian", "ukrainian", "american", "british", "turkish", "polish", "french"),
            *("german", "israeli", "arab", "european", "western", "italian", "spanish"),
            *("japanese", "chinese", "qatari", "lebanese", "egyptian", "syrian", "georgian"),
        ),
        "opposition": ("opposition",),
        "independent": ("independent",),
        "state": ("state", "state-run", "government"),
    },
    titles=(
        *("president", "minister", "mr", "mrs", "ms", "dr", "general", "colonel", "captain"),
        *("russian", "ukrainian", "former", "the", "in", "on", "since", "recently", "for", "but"),
        *("and", "as", "wagner", "major", "lieutenant", "director", "head", "of", "by", "from"),
        *("chief", "spokesman", "spokeswoman", "when", "while", "according", "meanwhile"),
    ),
    left=("left", "fled", "emigrated", "moved", "escaped"),
    away=("exile", "abroad", "remained", "lived"),
    since=("since",),
    goes_on=("of these", "of those", "of them", "another", "also", "in addition"),
)
