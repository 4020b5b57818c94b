"""Random conversations: whatever happens, in whatever order, nothing breaks and nothing is lost."""

from __future__ import annotations

from typing import Any

from dialogue_checks import happen, play, settled, small_plan
from helpers.wording import CATALOGUE
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from assistant.dialogue.commands import COMMANDS
from assistant.dialogue.state import State
from assistant.dialogue.turn import Outcome
from assistant.plan.document import new_document
from assistant.plan.fields import fields_of
from assistant.plan.index import build_index, kind_of
from assistant.steps import STEPS, questions

GARBAGE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "\u202egnp.exe", "\x1b[31mred\x1b[0m", "\x00\x07", "👩‍👩‍👧‍👦 가족", "e\u0301\u0301", "\u200b", "a\u2028b\x85c", "[](", "|||",
        "1:\n2:\n3:", ";;;", ":::", "- \n- ", "\t\t", "1.\t2.", "- - - a", "²", "٣", "½: ¼", "1" * 30, "9" * 400, "1e999",
        "NaN", "Infinity%", "-0", "2027-02-30", "0000", "2027–2026", "31/12/2999 to 1/1/1000", "USD " + "9" * 40, "{text}",
        "{0}", "%s", "\\", "`", "/", "//", "///", "/ ", "/?", "=1+1", "null", "@", "#1", "GOA-", "GOA-1:", ": GOA-1", "all:",
    ]
)  # fmt: skip
TYPICAL = st.sampled_from(
    [
        "2", "4; 5", "1: 4; 5\n2: 3; 2", "all: 3", "all: Mayor", "1: City Manager", "2027 to 2031", "Q3 2027", "USD 1.2 million",
        "GOA-1: Faster permits by 2028\nGOA-2: Safer data; owner: CIO", "OBJ-1.1: Mayor; 2029", "STK-1, STK-2",
        "A\nB\nC", "A; B; C", "technology", "innovation in no-code tools", "아니라 혁신", "không gian số",
        "1억 원", "2027년 3월까지", "quý 3 năm 2027; chủ trì: Giám đốc Sở", "단장: 부시장", "steering", "reduce", "increase",
        "Name\tNeeds\tPower\nResidents\tshort queues\t4\nFirms\tone portal\t5",
        "| name | likelihood | impact |\n|---|---|---|\n| Delay | 4 | 5 |\n| Leak | 2 | 9 |",
        "Share of permits issued online; baseline: 12% in 2026; target: 80% by 2030; yearly; source: permit system",
        "1: baseline 20%; target 60% by 2029", "quarterly", "1, 2", "1 and 2; every month; Steering Committee",
        "baseline: unknown", "Vendor fails; likelihood 3; impact 4; mitigation: escrow by 2028; owner: CIO",
        "1: we train people by 2028; owner: Head of IT", "portal, town hall, letter", "title: X; title: Y", "owner:", "due: never",
        "The people of the islands get what they need.", "yes, in 2028", "no portal", "none of the ministries",
        "1: high", "2: 7", "1: business; 2: citizen", "1 is local",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    "yes no none skip ok 네 아니요 없음 모르겠어요 넘어가 có không bỏ-qua hi 안녕 thanks why? example suggest undo redo back next "
    "done".split()
    + ["i don't know", "không có", "tôi không biết", "that's all", "what is a KPI?", "is it saved?", "one moment", "YES!", " yes", "//no"]
)  # fmt: skip
SURGERY = st.builds(
    str.format,
    st.sampled_from(
        ["drop {}", "drop {} and {}", "merge {} and {}", "reword {}: {t}", "move {} up", "move {} to the bottom", "add: {t}",
         "{}번 삭제", "{}번과 {}번을 합쳐 주세요", "xóa mục {}", "chuyển {} lên", "add {t}", "sửa {} thành {t}"]
    ),
    st.integers(0, 5),
    st.integers(0, 5),
    t=GARBAGE | TYPICAL,
)  # fmt: skip
TAKING = st.sampled_from(
    ["take 1", "1", "2", "take 9", "1 but in our own words", "2번", "lấy 1", "use 2 as: Online by 2028"]
)
MOVES = ("next", "back", "goto")
HIT: dict[str, Any] = {
    "passage_id": "visure.x", "source": "visure", "source_title": "Visure | *guide*", "lines": [3, 9], "lang": "en",
    "content_hash": "0" * 64, "kind": "example", "title": "T", "text": "Text.\n- one\n- two", "offers": ["Offer one", "Offer two"],
    "steps": [1], "score": 0.5,
}  # fmt: skip
FACT: dict[str, Any] = {
    **HIT, "passage_id": "dk-digital.dk-13", "source": "dk-digital", "lines": None, "kind": "case", "fact": "dk-13",
    "label": "dk-13", "country_name": "Denmark", "confidence": "official", "newer": [], "place": None,
    "original": {"lang": "ko", "text": "원문"},
    "references": [{"title": "T_*", "publisher": "P", "url": "https://example.org/x", "date": "n.d."}],
}  # fmt: skip
OWN: dict[str, Any] = {
    **HIT, "source": "0" * 64, "lines": None, "kind": "document", "label": "minutes | 1.pdf", "offers": [],
    "place": {"document": "0" * 64, "page": 3, "last_page": None, "headings": []},
}  # fmt: skip
HITS = st.lists(
    st.sampled_from(
        [
            HIT,
            {**HIT, "offers": [], "lines": [4, 4]},
            {**HIT, "offers": ["3; 4"], "passage_id": "visure.y"},
            FACT,
            OWN,
        ]
    ),
    max_size=3,
)
CASE: dict[str, Any] = {
    "name": "Denmark", "title": "Denmark: a *plan*", "years": "2011-2026", "facts": ["dk-13", "dk-14"],
    "story": {"aimed": "A.", "set": "S.", "run": "R.", "wrong": "W."},
    "publishers": [{"publisher": "P", "dates": ""}],
}  # fmt: skip
CASES = st.sampled_from(
    [
        {"view": "facts", "hits": [FACT, {**FACT, "newer": [FACT]}], "ids": ["dk-digital.dk-14"]},
        {"view": "facts", "hits": [], "ids": []},
        {"view": "country", "hits": [FACT], "ids": [], "case": CASE},
        {"view": "country", "hits": [], "ids": [], "case": CASE},
        {"view": "fact", "hits": [FACT], "ids": []},
        {"view": "list", "cases": [{"name": "Denmark", "title": "T", "years": "2011"}]},
        {"view": "unknown", "cases": []},
        {"view": "near", "names": ["Denmark"]},
        {"view": "several", "names": ["A", "B"]},
        {"purpose": "question"},
    ]
)
"""What a request for cases comes to."""


class Conversation(RuleBasedStateMachine):
    """One conversation, empty or about the finished plan, into which anything may come at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State(new_document("_p"), {"lang": "en"})
        self.asked: list[str] = []

    def send(self, kind: Any, **data: Any) -> Outcome:
        before = self.state
        outcome = play(before, kind, **data)
        self.state = outcome.state
        self.asked += [request.id for request in outcome.requests]
        if outcome.delta.stack == "push":
            _undo_is_the_way_back(before, outcome.state)
        return outcome

    def say(self, text: str) -> Outcome:
        outcome = self.send("say", text=text)
        assert outcome.replies, f"{text!r} was met with silence"
        return outcome

    @initialize(full=st.booleans(), step=st.integers(1, len(STEPS)))
    def opened(self, full: bool, step: int) -> None:
        if full:
            self.state = State(small_plan(), {"lang": "en"})
        self.send("open")
        self.send("command", name="goto", argument=str(step))

    @precondition(lambda self: self.state.cursor is not None)
    @rule()
    def the_example_of_the_question(self) -> None:
        name = self.state.cursor.question if self.state.cursor else ""
        if name in questions():
            self._keeps_what_is_settled(CATALOGUE.render(f"ask.{name}.example", plain=True))

    @rule(name=st.sampled_from(sorted(questions())))
    def the_example_of_another_question(self, name: str) -> None:
        self._keeps_what_is_settled(CATALOGUE.render(f"ask.{name}.example", plain=True))

    @rule(text=GARBAGE | TYPICAL)
    def an_answer(self, text: str) -> None:
        self._keeps_what_is_settled(text)

    @rule(text=WORDS | SURGERY)
    def a_word_or_surgery(self, text: str) -> None:
        self.say(text)

    @rule(text=TAKING)
    def a_suggestion_is_taken(self, text: str) -> None:
        self._keeps_what_is_settled(text)

    @rule(text=st.sampled_from(["yes", "네", "có"]))
    def a_yes(self, text: str) -> None:
        self.say(text)

    @rule(text=st.sampled_from(["no", "skip", "none", "없음", "không có", "i don't know"]))
    def nothing_to_say(self, text: str) -> None:
        self._keeps_what_is_settled(text)

    @rule(
        name=st.sampled_from([spec.name for spec in COMMANDS]),
        argument=st.sampled_from(
            ["", "1", "4", "11", "all", "GOA-1", "goals", "xyz", "markdown x/y.md", "en", "ko"]
        )
        | GARBAGE,
        typed=st.booleans(),
    )
    def a_command(self, name: str, argument: str, typed: bool) -> None:
        before = self.state
        if typed:
            self.say(f"/{name} {argument}".strip())
        else:
            self.send("command", name=name, argument=argument)
        if name in MOVES and before.cursor is not None:
            assert self.state.document == before.document
            assert (self.state.gaps, self.state.stale) == (before.gaps, before.stale)

    @rule(data=st.data(), text=GARBAGE | TYPICAL | st.sampled_from(["", "yes", "no"]))
    def an_edit(self, data: st.DataObject, text: str) -> None:
        places = build_index(self.state.document.plan).places
        uid = data.draw(st.sampled_from(sorted(places)))
        path = data.draw(st.sampled_from([*fields_of(kind_of(places[uid].entity)), "code", "no.such"]))
        before = self.state.document
        self.send("edit", uid=uid, field=path, text=text)
        if not text.strip():
            assert self.state.document == before, "a blank is not an erase"

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), hits=HITS, late=st.booleans(), kind=st.sampled_from(["found", "done", "failed"]))
    def a_result(self, data: st.DataObject, hits: list[Any], late: bool, kind: str) -> None:
        request = data.draw(st.sampled_from(self.asked)) if late else self.asked[-1]
        wanted = {each.id: each.kind for each in self.state.requests}.get(request, "search")
        kind = kind if kind == "failed" else "found" if wanted == "search" else "done"
        before = self.state.document
        purpose = self._purpose(request)
        more = data.draw(CASES) if kind == "found" and purpose == "cases" else {}
        if kind == "done" and wanted in ("add", "documents"):
            kind = "failed"
        self.send(
            kind,
            request=request,
            **{"hits": hits, "path": "/x/y.md", "format": "markdown", "reason": "The disk is full.", **more},
        )
        assert self.state.document == before, "a result writes nothing by itself"

    def _purpose(self, request: str) -> str:
        """What an open search is for."""
        waiting = [each for each in self.state.requests if each.id == request and each.kind == "search"]
        return str(waiting[0].params["purpose"]) if waiting else ""

    @rule()
    def a_long_text(self) -> None:
        before = self.state.document
        self.send("pour", path="/x/text.txt", length=5_000_000)
        assert self.state.document == before

    @rule()
    def the_session_is_opened_again(self) -> None:
        before = self.state
        outcome = self.send("open")
        assert outcome.requests == before.requests
        assert (self.state.document, self.state.cursor) == (before.document, before.cursor)

    @precondition(lambda self: self.state.undo)
    @rule(most=st.integers(1, 6))
    def taken_back_and_done_again(self, most: int) -> None:
        count = min(most, len(self.state.undo))
        start = state = self.state
        for _ in range(count):
            state = happen(state, "command", name="undo", argument="").state
        for _ in range(count):
            state = happen(state, "command", name="redo", argument="").state
        assert state.document == start.document
        assert (ledger(state), state.stale) == (ledger(start), start.stale)

    def _keeps_what_is_settled(self, text: str) -> None:
        if text == "yes":  # the example of one question
            self.say(text)
            return
        before = settled(self.state)
        self.say(text)
        after = settled(self.state)
        assert {key: after.get(key) for key in before} == before, "overwritten without a yes"


def ledger(state: State) -> dict[str, str]:
    """What is settled; how often a question was put is nothing that a person takes back."""
    return {key: gap["status"] for key, gap in state.gaps.items() if gap["status"] != "tried"}


def _undo_is_the_way_back(before: State, after: State) -> None:
    back = happen(after, "command", name="undo", argument="").state
    assert back.document == before.document
    assert (back.cursor, back.gaps, back.stale) == (before.cursor, before.gaps, before.stale)
    again = happen(back, "command", name="redo", argument="").state
    assert again.document == after.document
    assert (again.gaps, again.stale) == (after.gaps, after.stale)


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=40, stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None
)
