"""The page in English."""

from typing import Final

from .forms import PageTexts

TEXTS: Final = PageTexts(
    title="Figures",
    intro=(
        "Each figure says what it counts, and what it does not.",
        "Figures count different things. They are never added.",
    ),
    updated="Updated on {day}.",
    languages="Languages",
    contents="On this page",
    unsaid="What this does not say",
    quote="Quote this",
    total="Total since {day}",
    changes={"week": "New in each week", "quarter": "New in each quarter"},
    newest={
        "week": "New in the last published week",
        "quarter": "New in the last published quarter",
    },
    band="The band shows where our exact count lies, nineteen times in twenty.",
    hatched=(
        "Hatched: with the added chance the count came out below ten. "
        "The exact count may lie anywhere in it."
    ),
    table="The numbers as a table",
    days="Days",
    column_total="Total",
    column_change="New",
    column_revised="Revised",
    released="Published",
    after_revision="After the revision: {number}.",
    entry="Entry {number} of the log",
    withdrawn="withdrawn",
    none_yet="Nothing is published yet.",
    remarks="Revisions and corrections",
    definition="What exactly is counted",
    terms=("Counts", "One is", "Out of", "Days", "Counted when", "Changes"),
    questions="Questions and answers",
    downloads="Download",
    csv="Table (CSV)",
    json="For programs (JSON)",
    closed={
        "ended": "This series ended on {day}. All of it is published.",
        "stopped": "This series was stopped on {day}. The log says why.",
    },
    held="Figures were withdrawn. None follows until it is clear what was wrong.",
    calendar="Next releases",
    no_calendar="No release is announced.",
    brings_revision="with a revision of all totals",
    day="Day",
    what="Figures",
    early="Who sees figures earlier",
    no_early="Nobody sees figures earlier.",
    role="Role",
    hours="Hours before",
    privacy="How people are protected",
    protected=(
        "A little chance is added to every figure, once.",
        "So a figure says little about whether one person is counted.",
    ),
    limit="That has a limit for each person, over all figures: ρ = {rho}.",
    limit_but_contacts="That has a limit for each person, contacts left out: ρ = {rho}.",
    limit_of_week="For contacts the limit is for one week of a person: ρ = {rho}.",
    more_weeks="Who writes in many weeks is protected less.",
    shared=(
        "Who shares a case with others is protected less. "
        "So is who comes again after being forgotten."
    ),
    meaning=(
        "That is ε = {epsilon} at δ = {delta}.",
        "In words: suspicion of even odds can grow to {odds} to 1 at most.",
        "This limit may fail, with a chance of one in {chance}.",
    ),
    unprotected=(
        "A group is not protected as a group.",
        "What comes out below ten is left out; the rest is rounded to five.",
    ),
    verify="Check it yourself",
    verifying=(
        "Every release stands in a signed log; nothing in it is overwritten.",
        "This command checks signature, order and the rules of every figure.",
        "No check from outside shows that our counts are true.",
        "The documentation shows how to check without our program.",
    ),
    one_entry="To check one number, save its entry and name it as well:",
    files=("Log", "Checkpoint", "Signature", "Keys that sign"),
)
