"""Steps 4 to 6: goals and objectives, SWOT, strategy."""

from assistant.steps.model import Question, Slot, Step

GOALS = Step(
    4,
    "goals",
    45,
    (
        Question(
            "goals",
            4,
            "collect",
            "Goal",
            (
                Slot("title"),
                Slot("outcome"),
                Slot("owner", create=True, placed=False),
                Slot("rationale", placed=False),
                Slot("importance", placed=False),
                Slot("urgency", placed=False),
                Slot("impact", placed=False),
            ),
            into="goals",
        ),
        Question("goal_outcome", 4, "complete", "Goal", (Slot("outcome"),)),
        Question("goal_owner", 4, "complete", "Goal", (Slot("owner", create=True),)),
        Question(
            "goal_priority",
            4,
            "complete",
            "Goal",
            (Slot("importance"), Slot("urgency"), Slot("impact")),
            optional=True,
        ),
        Question(
            "objectives",
            4,
            "collect",
            "Objective",
            (
                Slot("statement"),
                Slot("due", within=True, placed=False),
                Slot("owner", create=True, placed=False),
                Slot("beneficiaries", placed=False),
                Slot("relevant_to", placed=False),
                Slot("achievable_because", placed=False),
            ),
            into="objectives",
            per="goal",
        ),
        Question(
            "objective_owner",
            4,
            "complete",
            "Objective",
            (Slot("owner", create=True), Slot("due", within=True)),
            propose="objective_owner",
        ),
        Question(
            "objective_beneficiaries",
            4,
            "complete",
            "Objective",
            (Slot("beneficiaries"), Slot("relevant_to", placed=False)),
        ),
        Question(
            "objective_achievable", 4, "complete", "Objective", (Slot("achievable_because"),), optional=True
        ),
    ),
)


def _swot(name: str, quadrant: str) -> Question:
    return Question(
        name,
        5,
        "collect",
        "SwotItem",
        (Slot("statement"), Slot("importance", placed=False), Slot("rests_on", placed=False)),
        into="swot",
        fixed={"quadrant": quadrant},
    )


SWOT = Step(
    5,
    "swot",
    30,
    (
        _swot("strengths", "S"),
        _swot("weaknesses", "W"),
        _swot("opportunities", "O"),
        _swot("threats", "T"),
        Question("swot_importance", 5, "complete", "SwotItem", (Slot("importance"),), optional=True),
        Question(
            "improvement_areas",
            5,
            "collect",
            "ImprovementArea",
            (Slot("title"), Slot("swot"), Slot("goal")),
            into="improvement_areas",
            optional=True,
        ),
        Question("improvement_links", 5, "complete", "ImprovementArea", (Slot("swot"), Slot("goal"))),
    ),
)

_SCORES = (
    Slot("scores.impact", placed=False),
    Slot("scores.feasibility", placed=False),
    Slot("scores.cost", placed=False),
)

STRATEGY = Step(
    6,
    "strategy",
    45,
    (
        Question(
            "strategies",
            6,
            "collect",
            "Strategy",
            (
                Slot("title"),
                Slot("approach", infer=True, placed=False),
                Slot("uses"),
                Slot("serves"),
                Slot("tows", placed=False),
                Slot("rationale", placed=False),
                Slot("alternatives", placed=False),
                *_SCORES,
            ),
            into="strategies",
        ),
        Question(
            "strategy_links",
            6,
            "complete",
            "Strategy",
            (Slot("serves"), Slot("uses"), Slot("approach", infer=True), Slot("tows", placed=False)),
        ),
        Question(
            "strategy_depth",
            6,
            "complete",
            "Strategy",
            (
                Slot("rationale"),
                Slot("alternatives", placed=False),
                Slot("capability_gaps", placed=False),
                *_SCORES,
            ),
            optional=True,
        ),
        Question(
            "initiatives",
            6,
            "collect",
            "Initiative",
            (
                Slot("title"),
                Slot("strategy"),
                Slot("objectives"),
                Slot("lead", create=True, placed=False),
                Slot("start", within=True, span_end="end"),
                Slot("end", within=True),
                Slot("deliverables", placed=False),
                Slot("budget", within=True),
                Slot("partners", placed=False),
                Slot("depends_on", placed=False),
            ),
            into="initiatives",
        ),
        Question(
            "initiative_links",
            6,
            "complete",
            "Initiative",
            (Slot("strategy"), Slot("objectives")),
            propose="initiative_links",
        ),
        Question(
            "initiative_lead",
            6,
            "complete",
            "Initiative",
            (
                Slot("lead", create=True),
                Slot("start", within=True, span_end="end"),
                Slot("end", within=True),
            ),
        ),
        Question("initiative_deliverables", 6, "complete", "Initiative", (Slot("deliverables"),)),
        Question("initiative_budget", 6, "complete", "Initiative", (Slot("budget"),), optional=True),
    ),
)
