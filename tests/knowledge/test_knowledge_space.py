"""The space of an embedder: fair to languages, to passages that are near to everything, and to the subject."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.finding import UNDERSTOOD
from knowledge.index.space import measured
from knowledge.records import OFF_TOPIC, ON_TOPIC, Record

LANGUAGES = ("en", "ko", "vi")
DIMENSIONS = 24
_random = np.random.default_rng(20261122)
CONE = _random.normal(size=DIMENSIONS)
"""Where everything lies that this embedder makes; and how far each language and role lies off that."""
ROLE = {(lang, asked): _random.normal(size=DIMENSIONS) * 0.7 for lang in LANGUAGES for asked in (False, True)}
_APART = np.linalg.qr(_random.normal(size=(DIMENSIONS, DIMENSIONS)))[0] * 2.0  # at right angles
TOPICS, STRANGE = _APART[:12], _APART[12]
HUB = 11


def _vector(topic: np.ndarray, lang: str, asked: bool) -> np.ndarray:
    vector = CONE + ROLE[lang, asked] + topic + _random.normal(size=DIMENSIONS) * 0.02
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _topic(number: int, asked: bool) -> np.ndarray:
    # What the hub tells is a little of every topic.
    return TOPICS[:HUB].sum(0) / 3 if number == HUB and not asked else TOPICS[number]


RECORDS = tuple(
    Record(f"p{n}/{lang}/{role}", f"p{n}", lang, "case" if n == 3 else "method", f"{n}", role != "text")
    for n in range(12)
    for lang in LANGUAGES
    for role in ("text", "q0", "q1")
    if not (n == HUB and role != "text")
)
VECTORS = np.array([_vector(_topic(int(r.text), r.asked), r.lang, r.asked) for r in RECORDS])
SAMPLES = tuple(
    Record(f"{kind}/{lang}/{n}", kind, lang, kind, f"{n}", True)
    for kind in (OFF_TOPIC, ON_TOPIC)
    for lang in LANGUAGES
    for n in range(8)
)
APART = np.array(
    [_vector(STRANGE if r.kind == OFF_TOPIC else TOPICS[int(r.text)], r.lang, True) for r in SAMPLES]
)


@pytest.fixture(scope="module")
def space():
    return measured(RECORDS, VECTORS, SAMPLES, APART)


def _asked(space, number: int, lang: str) -> np.ndarray:
    return space.asked(_vector(TOPICS[number], lang, True).tolist(), lang)


def test_stored_vectors_are_unit_vectors_around_nothing(space):
    placed = space.placed(VECTORS, RECORDS)
    assert np.allclose(np.linalg.norm(placed, axis=1), 1.0, atol=1e-5)
    assert placed.dtype == np.float32
    assert np.allclose(placed, space.vectors)
    for role in ROLE:
        rows = [n for n, r in enumerate(RECORDS) if (r.lang, r.asked) == role]
        assert np.linalg.norm(placed[rows].mean(0)) < 0.3 < np.linalg.norm(VECTORS[rows].mean(0))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_is_nearest_to_its_passage_whatever_language_it_is_asked_in(space, lang):
    for number in range(HUB):
        near = space.nearness(_asked(space, number, lang), {f"p{n}" for n in range(12)})
        assert max(near, key=lambda name: near[name]) == f"p{number}"


def test_what_is_near_in_one_language_is_as_near_in_another(space):
    """Before, what is in one language lies close together whatever it says."""
    asked, same, other = (_vector(TOPICS[n], lang, True) for n, lang in ((0, "en"), (1, "en"), (0, "ko")))
    assert asked @ same > asked @ other
    placed = [space.asked(v.tolist(), lang) for v, lang in ((asked, "en"), (same, "en"), (other, "ko"))]
    assert placed[0] @ placed[2] > placed[0] @ placed[1] + 0.3


def test_a_passage_that_is_near_to_any_question_is_pushed_down(space):
    assert max(space.bias, key=lambda name: space.bias[name]) == f"p{HUB}"
    query = _asked(space, 0, "en")
    first, last = space.places[f"p{HUB}"][0]
    plain = float((space.vectors[first:last] @ query).max())
    assert space.nearness(query, {f"p{HUB}"})[f"p{HUB}"] < plain / space.spread


def test_nearness_is_the_mean_over_languages_of_the_nearest_record(space):
    query = _asked(space, 5, "vi")
    per_language = [float((space.vectors[first:last] @ query).max()) for first, last in space.places["p5"]]
    assert len(per_language) == 3
    expected = (sum(per_language) / 3 - space.bias["p5"]) / space.spread
    assert space.nearness(query, ["p5"]) == {"p5": pytest.approx(expected)}


def test_an_own_passage_is_measured_against_passages_that_have_no_questions(space):
    assert space.own_bias == pytest.approx(space.bias["p3"])
    assert space.nearness_of_own(0.9) == pytest.approx((0.9 - space.own_bias) / space.spread)
    assert space.nearness_of_own(0.9) > space.nearness_of_own(0.1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sign_tells_what_is_about_the_subject(space, lang):
    assert all(space.on_subject(_asked(space, number, lang)) > 0 for number in range(HUB))
    strange = space.asked(_vector(STRANGE, lang, True).tolist(), lang)
    assert space.on_subject(strange) < 0


def test_a_language_without_records_is_placed_all_the_same(space):
    vector = space.asked(_vector(TOPICS[0], "en", True).tolist(), "fr")
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert np.isfinite(space.on_subject(vector))


def test_what_lies_on_a_centre_is_no_division_by_nothing(space):
    placed = space.asked(space.centres["en", True].tolist(), "en")
    assert np.isfinite(placed).all()


def test_without_requests_off_the_subject_nothing_is_said_about_it():
    space = measured(RECORDS, VECTORS, (), np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert space.on_subject(_asked(space, 0, "en")) == 0.0


def test_without_questions_nothing_is_biased():
    told = [n for n, record in enumerate(RECORDS) if not record.asked]
    space = measured([RECORDS[n] for n in told], VECTORS[told], SAMPLES, APART)
    assert set(space.bias.values()) == {0.0}
    assert space.spread == 1.0
    assert space.on_subject(_asked(space, 0, "en")) == 0.0
    assert space.own_bias == 0.0


def test_without_records_there_is_a_space_that_finds_nothing():
    nothing = np.zeros((0, 0), dtype=np.float32)
    space = measured((), nothing, (), nothing)
    assert space.nearness(np.zeros(0, dtype=np.float32), ()) == {}
    assert space.places == space.bias == {}


def _language_alone(random: np.random.Generator, deaf: str) -> dict[str, float]:
    """What is understood where the vectors of one language say nothing."""
    topics = random.normal(size=(40, 32))
    records, vectors = [], []
    for n in range(40):
        for lang in LANGUAGES:
            for role in ("text", "q0", "q1"):
                records.append(Record(f"p{n}/{lang}/{role}", f"p{n}", lang, "method", f"{n}", role != "text"))
                meant = topics[n] + random.normal(size=32) * 0.3
                vectors.append(random.normal(size=32) if lang == deaf else meant)
    return dict(measured(records, np.array(vectors, dtype=np.float32), (), np.zeros((0, 32))).understands)


def test_it_is_known_in_which_languages_an_embedder_understands_questions():
    found = _language_alone(np.random.default_rng(7), "ko")
    assert found["ko"] < UNDERSTOOD
    assert min(found["en"], found["vi"]) > 0.9


def test_few_questions_are_no_ground_to_call_a_language_foreign(space):
    assert space.understands == dict.fromkeys(LANGUAGES, 1.0)
