"""What pip is configured to use reaches uv."""

import pytest

from tools.pip_settings import pip_settings, uv_variables

MIRROR = "https://mirror.example/index"


@pytest.mark.parametrize(
    ("listing", "settings"),
    [
        ("", {}),
        (f"global.index-url='{MIRROR}'\n", {"index-url": MIRROR}),
        (f"global.index-url='elsewhere'\ninstall.index_url='{MIRROR}'\n", {"index-url": MIRROR}),
        (f":env:.index-url='{MIRROR}'\nglobal.index-url='elsewhere'\n", {"index-url": MIRROR}),
        ("download.index-url='elsewhere'\nWARNING: a word from pip\n", {}),
    ],
)
def test_the_kind_that_pip_obeys_wins(listing, settings):
    assert pip_settings(listing) == settings


@pytest.mark.parametrize(
    ("settings", "variables"),
    [
        ({}, {}),
        (
            {"index-url": MIRROR, "cert": "/etc/ca.pem"},
            {"UV_DEFAULT_INDEX": MIRROR, "SSL_CERT_FILE": "/etc/ca.pem"},
        ),
        ({"find-links": "one  two"}, {"UV_FIND_LINKS": "one,two"}),
        (
            {"extra-index-url": "\none\ntwo"},
            {"UV_INDEX": "one two", "UV_INDEX_STRATEGY": "unsafe-best-match"},
        ),
        ({"disable-pip-version-check": "1"}, {}),
    ],
)
def test_settings_are_translated(settings, variables):
    assert uv_variables(settings, {}) == variables


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_what_is_set_for_uv_already_is_left_alone(name):
    assert uv_variables({"index-url": MIRROR}, {name: "mine"}) == {}
