"""A wrong setting stops the start with a sentence."""

from pathlib import Path

import pytest

from motionflow.config import Settings, SettingsError

MAIL = {"MOTIONFLOW_SMTP_URL": "smtps://post.example.org", "MOTIONFLOW_MAIL_FROM": "sak@example.org"}
OPEN = {"MOTIONFLOW_LISTEN": "0.0.0.0", "MOTIONFLOW_BASE_URL": "https://sak.example.org"}


def settings(home: Path, **given: str) -> Settings:
    return Settings.from_environment({"MOTIONFLOW_HOME": str(home), **given})


def test_without_settings_it_serves_this_machine_only_and_keeps_a_key_of_its_own(tmp_path):
    first, second = settings(tmp_path), settings(tmp_path)
    assert (first.listen, first.base_url) == ("127.0.0.1", "http://127.0.0.1:8000")
    assert first.is_on_loopback
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"MOTIONFLOW_DATABASE_URL": "mysql://x"}, "MOTIONFLOW_DATABASE_URL"),
        ({"MOTIONFLOW_DATABASE_URL": "sqlite:///"}, "MOTIONFLOW_DATABASE_URL"),
        ({"MOTIONFLOW_DATABASE_URL": "postgresql:///x"}, "MOTIONFLOW_SECRET_KEY"),
        ({"MOTIONFLOW_SECRET_KEY": "short"}, "MOTIONFLOW_SECRET_KEY"),
        ({"MOTIONFLOW_PROXIES": "one"}, "MOTIONFLOW_PROXIES"),
        ({"MOTIONFLOW_PROXIES": "²"}, "MOTIONFLOW_PROXIES"),
        ({"MOTIONFLOW_PROXIES": "9" * 5000}, "MOTIONFLOW_PROXIES"),
        ({"MOTIONFLOW_LISTEN": "0.0.0.0", **MAIL}, "MOTIONFLOW_BASE_URL"),
        (OPEN, "MOTIONFLOW_SMTP_URL"),
        ({"MOTIONFLOW_BASE_URL": "https://sak.example.org"}, "MOTIONFLOW_SMTP_URL"),
        ({**OPEN, **MAIL, "MOTIONFLOW_MAIL_FROM": "nobody"}, "MOTIONFLOW_MAIL_FROM"),
        ({**OPEN, "MOTIONFLOW_SMTP_URL": "http://x"}, "MOTIONFLOW_SMTP_URL"),
        ({**OPEN, **MAIL, "MOTIONFLOW_BASE_URL": "http://sak.example.org"}, "MOTIONFLOW_BASE_URL"),
        ({**OPEN, **MAIL, "MOTIONFLOW_BASE_URL": "https://sak.example.org/x"}, "MOTIONFLOW_BASE_URL"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(tmp_path, given, named):
    with pytest.raises(SettingsError) as refused:
        settings(tmp_path, **given)
    assert str(refused.value).startswith(named)
    assert str(refused.value).endswith(".")


def test_a_home_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SettingsError, match="MOTIONFLOW_HOME"):
        settings(tmp_path / "file" / "home")


def test_behind_a_proxy_cookies_demand_https_and_requests_the_right_host(tmp_path):
    made = settings(tmp_path, **OPEN, **MAIL, MOTIONFLOW_PROXIES="1")
    assert (made.is_https, made.trusted_host, made.proxies) == (True, "sak.example.org", 1)
    assert not made.is_on_loopback
