"""What is counted, in English: verbs are listed once and bent by `inflected`."""

from collections.abc import Mapping
from typing import Final

from aman.figures.claims.claim import Worded

from .inflected import verbs

MEASURES: Final[Mapping[Worded, tuple[str, ...]]] = {
    Worded.CONTACTED: (
        *verbs("use it", "contact", "reach out", "turn to", "get in touch", "be in touch"),
        *verbs("approach", "appeal", "call", "phone", "telephone", "ring", "write", "message"),
        *verbs("text", "email", "dial", "consult", "use … hotline", "use … line", "use … bot"),
        *verbs("use … chatbot", "use … service", "use … helpline", "seek … help"),
        *verbs("seek advice", "ask … for help", "ask … for advice", "ask … for a way out"),
        *verbs("get through", "send … location", "send … locations", "send … coordinates"),
        *verbs("send … message", "send … messages", "speak to", "make … call", "make … calls"),
        *verbs("come forward"),
        *("asked the line", "asked the bot", "contacts", "contact", "appeal", "appeals"),
        *("inquiries", "enquiries", "queries", "callers", "caller", "requests for help"),
        *("request for help", "pleas", "pleas for help", "cries for help"),
        *("requests for assistance", "requests for advice"),
    ),
    Worded.CALLS: ("calls", "call", "phone calls", "distress calls"),
    Worded.MESSAGES: (
        *("messages", "message", "texts", "text messages", "letters", "emails", "e-mails"),
        *("chats", "voice messages"),
    ),
    Worded.VISITED: (
        *verbs("visit", "view", "click on"),
        *("visits", "visitors", "views", "page views", "clicks", "hits", "pageviews"),
    ),
    Worded.REGISTERED: (
        *verbs("register", "sign up", "enrol", "enroll", "subscribe", "put … names down"),
        *verbs("put … name down", "join … waiting list", "join … list", "sign on"),
        *("registrations", "sign-ups", "signups", "enrolments", "subscribers", "registrants"),
        *("subscriptions", "registration"),
    ),
    Worded.APPLIED: (
        *verbs("apply", "submit", "file", "lodge", "fill in", "fill out", "request"),
        *verbs("petition"),
        *("requests for evacuation", "request for evacuation", "requests for extraction"),
        *("applications for surrender", "applications to surrender", "requests to surrender"),
        *("application", "applications", "applicants", "requests", "complaints", "petitions"),
        *("forms", "submissions"),
    ),
    Worded.EVACUATED: (
        *verbs("bus … to", "drive … to safety"),
        *verbs("board", "move to", "move into", "evacuate", "bring out", "take out"),
        *verbs("drive out", "fly out", "airlift", "ferry", "carry", "lift out", "move out"),
        *verbs("lead out", "bus out", "ship out", "take … to safety", "bring … to safety"),
        *verbs("move … to safety", "get … to safety", "extract", "transport", "relocate"),
        *verbs("escort", "take … to shelters"),
        *("evacuations", "evacuation", "evacuees", "extractions", "airlifted"),
    ),
    Worded.RESCUED: (
        *verbs("bring ashore", "take ashore", "bring to shore", "take off", "rescue", "save"),
        *verbs("release", "set free", "liberate", "pull from", "pull … from", "pluck", "flee"),
        *verbs("escape", "come out", "get out", "make it out", "get away", "slip away"),
        *verbs("slip out", "break out", "walk free", "break free", "help … escape"),
        *verbs("help … leave", "help … flee", "help … get out", "help … out", "pull out"),
        *("freed", "freeing", "rescues", "escapes", "escapees", "releases"),
    ),
    Worded.ARRIVED: (
        *verbs("find … way", "arrive", "reach", "return", "cross", "make it to"),
        *verbs("make it across", "land", "make it over", "make it through", "make it home"),
        *verbs("make it into", "get across", "get to", "get home", "come home", "come ashore"),
        *verbs("get into", "make it", "come with", "be brought home", "help … reach"),
        *("arrivals", "arrival", "crossings", "returnees", "are safe", "were safe"),
        *("to safety",),
    ),
    Worded.SURRENDERED: (
        *verbs("surrender", "give themselves up", "give himself up", "give up", "defect"),
        *verbs("lay down … arms", "lay down … weapons", "lay down … rifles"),
        *verbs("lay down … guns", "put down … arms", "put down … weapons"),
        *verbs("put down … rifles", "put down … guns", "hand over … weapons"),
        *verbs("drop … weapons", "hand themselves in", "change sides", "hand themselves over"),
        *verbs("turn themselves in", "switch sides", "walk over", "cross the front"),
        *verbs("cross the lines", "cross over", "come over", "go over", "capitulate"),
        *verbs("lay … arms down", "put … weapons down", "take prisoner"),
        *("surrenders", "hands up", "white flag", "defections", "defectors"),
    ),
    Worded.OTHER: (
        *("still in", "still at"),
        *verbs("expect", "mobilise", "mobilize", "draft", "leave", "remain", "stay", "wait"),
        *verbs("await", "employ", "recruit", "train", "find a bed", "find shelter"),
        *verbs("find refuge", "hide", "refer", "accommodate", "obtain", "concern"),
        *verbs("turn back", "turn away", "hang up", "lose contact", "take in"),
        *("on our list", "on its list", "on their list", "housed", "sheltered", "helped"),
        *("assisted", "in hiding", "deferrals", "yet to", "missing", "had a date"),
        *("have a date", "gone", "still on", "on the list", "on the waiting list"),
        *("on the way",),
    ),
}
