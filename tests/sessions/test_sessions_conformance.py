"""What every SessionStore promises."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions_samples import START, fill, minute, turn

from assistant.sessions import (
    AmbiguousSession,
    Conflict,
    NotDeleted,
    SessionExists,
    SessionInfo,
    SessionStore,
    StoredSession,
    TurnRecord,
    UnknownSession,
)


def test_a_new_session_is_empty(store: SessionStore) -> None:
    info = store.create("s1", "Da Nang plan", at=START)
    assert info == SessionInfo("s1", "Da Nang plan", START, START, 0, "{}", None)
    assert store.load("s1") == StoredSession(info, None, 0, ())
    assert store.transcript("s1") == []


def test_an_id_is_used_once_even_after_deletion(store: SessionStore) -> None:
    store.create("s1", "A", at=START)
    store.delete("s1", at=START)
    with pytest.raises(SessionExists):
        store.create("s1", "B", at=START)
    store.create("s2", "C", at=START)
    with pytest.raises(SessionExists):
        store.duplicate("s2", "s1", "D", at=START)


@pytest.mark.parametrize(
    ("wanted", "stored"),
    [
        ("Plan", "Plan (2)"),
        ("  pLaN \n", "pLaN (2)"),
        ("Plan (7)", "Plan (7)"),
        ("Digital 2030", "Digital 2030 (2)"),
        ("Digital (2030)", "Digital (2030) (2)"),
        ("전략\u200b \x1b[31m계획", "전략 [31m계획"),
        ("\u202egnihton\x00", "gnihton"),
        ("\udcff \n", "new"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("x" * 500, "x" * 120),
    ],
)
def test_names_are_one_clean_line_and_unlike_each_other(
    store: SessionStore, wanted: str, stored: str
) -> None:
    for number, name in enumerate(["Plan", "Digital 2030", "Digital (2030)"]):
        store.create(f"old-{number}", name, at=START)
    assert store.create("new", wanted, at=START).name == stored


def test_numbers_of_equal_names_count_on(store: SessionStore) -> None:
    names = [store.create(f"s{number}", "Plan", at=START).name for number in range(3)]
    assert names == ["Plan", "Plan (2)", "Plan (3)"]
    assert store.duplicate("s1", "s9", "Plan (2)", at=START).name == "Plan (4)"
    long = [store.create(f"l{number}", "x" * 120, at=START).name for number in range(2)]
    assert long[1] == "x" * 116 + " (2)"


def test_a_name_composed_differently_is_the_same_name(store: SessionStore) -> None:
    store.create("s1", "Chính phủ số", at=START)
    decomposed = "Chi\u0301nh phu\u0309 so\u0302\u0301"
    assert store.find(decomposed).id == "s1"
    assert store.create("s2", decomposed.upper(), at=START).name.endswith(" (2)")


def test_sessions_come_most_recently_used_first(store: SessionStore) -> None:
    for number, key in enumerate(["a", "b", "c"]):
        store.create(key, key, at=minute(number))
    store.append("b", turn(1))
    for number in (1, 2, 3):
        store.append("a", turn(number))
    store.rename("c", "renamed")
    assert [info.id for info in store.sessions()] == ["a", "c", "b"]
    assert store.sessions(deleted=True) == []


def test_rename_keeps_the_own_name_free_and_changes_nothing_else(store: SessionStore) -> None:
    before = store.create("s1", "Plan", at=START)
    store.create("s2", "Other", at=START)
    assert store.rename("s1", "plan").name == "plan"
    assert store.rename("s1", "other").name == "other (2)"
    after = store.rename("s1", "Plan")
    assert after == before


def test_find_prefers_whole_matches(store: SessionStore) -> None:
    store.create("abcdef12", "Health", at=START)
    store.create("abcdeg34", "Schools", at=START)
    store.create("ffff", "abcdef", at=START)
    assert store.find("abcdef12").name == "Health"
    assert store.find("abcdef").id == "ffff"
    assert store.find("HEALTH").id == "abcdef12"
    assert store.find("abcdeg").id == "abcdeg34"
    with pytest.raises(AmbiguousSession) as ambiguous:
        store.find("abcde")
    assert {key for key, _ in ambiguous.value.candidates} == {"abcdef12", "abcdeg34"}
    with pytest.raises(UnknownSession):
        store.find("abc")


def test_find_says_what_comes_close(store: SessionStore) -> None:
    store.create("s1", "Smart city Hue", at=START)
    store.create("s2", "E-government Seoul", at=START)
    with pytest.raises(UnknownSession) as close:
        store.find("smrt city")
    assert close.value.near == ("Smart city Hue",)
    assert close.value.code == "unknown_session_near"
    with pytest.raises(UnknownSession) as inside:
        store.find("seoul")
    assert inside.value.near[0] == "E-government Seoul"
    for nothing in ("", "qqqqqqqq"):
        with pytest.raises(UnknownSession) as far:
            store.find(nothing)
        assert (far.value.near, far.value.code) == ((), "unknown_session")


def test_turns_come_back_as_they_went_in(store: SessionStore) -> None:
    fill(store, "s1", 3)
    store.append("s1", turn(4, "한국어 \\u0000 tiếng Việt"), summary='{"done":4}')
    loaded = store.load("s1")
    assert loaded.turns == (turn(1), turn(2), turn(3), turn(4, "한국어 \\u0000 tiếng Việt"))
    assert (loaded.info.turns, loaded.info.updated_at, loaded.info.summary) == (4, minute(4), '{"done":4}')
    store.append("s1", turn(5))
    assert store.load("s1").info.summary == '{"done":4}'


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.tuples(st.text(), st.text(), st.text()), snapshot=st.text())
def test_any_text_survives(store: SessionStore, texts: tuple[str, str, str], snapshot: str) -> None:
    key = f"s{len(store.sessions())}"
    store.create(key, "", at=START)
    store.append(key, TurnRecord(1, START, *texts))
    store.append(key, turn(2), snapshot=snapshot)
    assert store.transcript(key, last=2)[0] == TurnRecord(1, START, *texts)
    assert store.load(key).snapshot == snapshot


def test_a_lone_surrogate_comes_back_as_the_escape_that_means_the_same(store: SessionStore) -> None:
    store.create("s1", "A", at=START)
    store.append("s1", TurnRecord(1, START, '"\udc80"', "[]", "[]"), snapshot='"\ud800"')
    assert store.transcript("s1")[0].event == '"\\udc80"'
    assert store.load("s1").snapshot == '"\\ud800"'


def test_a_turn_out_of_order_is_refused_and_changes_nothing(store: SessionStore) -> None:
    fill(store, "s1", 2)
    before = store.load("s1")
    for actual in (1, 2, 4):
        with pytest.raises(Conflict) as conflict:
            store.append("s1", turn(actual, "other"), summary="{}", snapshot="{}")
        assert (conflict.value.expected, conflict.value.actual) == (3, actual)
    assert store.load("s1") == before


def test_load_starts_from_the_newest_snapshot(store: SessionStore) -> None:
    fill(store, "s1", 12, snapshots=5)
    loaded = store.load("s1")
    assert (loaded.snapshot, loaded.snapshot_turn) == ('{"snapshot":10}', 10)
    assert loaded.turns == (turn(11), turn(12))
    assert [record.number for record in store.transcript("s1")] == list(range(1, 13))


@pytest.mark.parametrize(
    ("after", "last", "numbers"),
    [
        (0, None, [1, 2, 3, 4, 5]),
        (3, None, [4, 5]),
        (0, 2, [4, 5]),
        (4, 3, [5]),
        (9, None, []),
        (0, 0, []),
        (-1, 9, [1, 2, 3, 4, 5]),
    ],
)
def test_parts_of_a_transcript(store: SessionStore, after: int, last: int | None, numbers: list[int]) -> None:
    fill(store, "s1", 5)
    assert [record.number for record in store.transcript("s1", after=after, last=last)] == numbers


def test_a_copy_goes_its_own_way(store: SessionStore) -> None:
    fill(store, "s1", 7, snapshots=5)
    store.append("s1", turn(8), summary='{"a":1}')
    copy = store.duplicate("s1", "s2", "Plan", at=minute(90))
    assert copy == SessionInfo("s2", "Plan (2)", minute(90), minute(90), 8, '{"a":1}', None)
    store.append("s2", turn(9, "mine"))
    assert store.load("s2").turns == (*store.load("s1").turns, turn(9, "mine"))
    assert store.load("s2").snapshot == store.load("s1").snapshot
    assert len(store.transcript("s1")) == 8


def test_delete_is_a_way_and_a_way_back(store: SessionStore) -> None:
    fill(store, "s1", 3)
    before = store.load("s1")
    assert store.delete("s1", at=minute(50)).deleted_at == minute(50)
    assert store.delete("s1", at=minute(60)).deleted_at == minute(50)
    assert store.sessions() == []
    assert [info.id for info in store.sessions(deleted=True)] == ["s1"]
    with pytest.raises(UnknownSession):
        store.find("Plan")
    assert store.find("plan", deleted=True).id == "s1"
    assert store.restore("s1") == before.info
    assert store.load("s1") == before


def test_a_name_taken_meanwhile_is_told_apart_on_restore(store: SessionStore) -> None:
    store.create("s1", "Plan", at=START)
    store.delete("s1", at=START)
    assert store.create("s2", "Plan", at=START).name == "Plan"
    assert store.restore("s1").name == "Plan (2)"


def test_a_second_window_can_go_on_in_a_deleted_session(store: SessionStore) -> None:
    fill(store, "s1", 1)
    store.delete("s1", at=START)
    store.append("s1", turn(2))
    store.restore("s1")
    assert store.load("s1").turns == (turn(1), turn(2))


def test_only_the_deleted_is_purged_and_then_it_is_gone(store: SessionStore) -> None:
    fill(store, "s1", 3, snapshots=2)
    fill(store, "s2", 2, name="Other")
    for refused in (store.purge, store.restore):
        with pytest.raises(NotDeleted):
            refused("s1")
    store.delete("s1", at=START)
    store.purge("s1")
    assert store.sessions(deleted=True) == []
    with pytest.raises(UnknownSession):
        store.append("s1", turn(4))
    fill(store, "s1", 1)
    assert store.load("s1").turns == (turn(1),)
    assert store.load("s2").turns == (turn(1), turn(2))


def test_an_unknown_id_is_said_to_be_unknown(store: SessionStore) -> None:
    calls = (
        lambda: store.rename("no", "x"),
        lambda: store.duplicate("no", "new", "x", at=START),
        lambda: store.delete("no", at=START),
        lambda: store.restore("no"),
        lambda: store.purge("no"),
        lambda: store.append("no", turn(1)),
        lambda: store.load("no"),
        lambda: store.transcript("no"),
    )
    for call in calls:
        with pytest.raises(UnknownSession):
            call()
    assert store.sessions() == []


def test_times_come_back_in_utc_and_need_a_zone(store: SessionStore) -> None:
    seoul = timezone(timedelta(hours=9))
    info = store.create("s1", "A", at=START.astimezone(seoul))
    assert (info.created_at, info.created_at.utcoffset()) == (START, timedelta())
    naive = datetime(2026, 11, 2)
    with pytest.raises(ValueError, match="time zone"):
        store.create("s2", "B", at=naive)
    with pytest.raises(ValueError, match="time zone"):
        store.append("s1", TurnRecord(1, naive, "{}", "[]", "[]"))
    assert store.load("s1").turns == ()


def test_threads_race_for_each_turn_and_one_wins(store: SessionStore) -> None:
    store.create("s1", "A", at=START)
    refused: list[int] = []
    gate = threading.Barrier(4)

    def work() -> None:
        for number in range(1, 11):
            gate.wait()
            try:
                store.append("s1", turn(number))
            except Conflict as conflict:
                refused.append(conflict.actual)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [record.number for record in store.transcript("s1")] == list(range(1, 11))
    assert len(refused) == 30


def test_a_sound_store_has_no_problems(store: SessionStore) -> None:
    fill(store, "s1", 12, snapshots=5)
    store.duplicate("s1", "s2", "Copy", at=START)
    assert store.check() == []


def test_a_closed_store_says_so(store: SessionStore) -> None:
    store.close()
    store.close()
    for call in (store.sessions, store.check, lambda: store.append("s1", turn(1))):
        with pytest.raises(RuntimeError, match="closed"):
            call()
