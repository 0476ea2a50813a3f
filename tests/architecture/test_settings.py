"""A wrong setting refuses to start with one clear line."""

from pathlib import Path

import pytest

from server.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"PORT": "8081"}, "CONSOLE_PORT"),
        ({"CEC_ENV": "staging"}, "CEC_ENV"),
        ({"HOST": "0.0.0.0"}, "TLS=1"),
        ({"HOST": "192.0.2.7"}, "TLS=1"),
        ({"TLS": "yes"}, "TLS"),
        ({"ISSUER": "o.example.kg"}, "ISSUER"),
        ({"ORIGINS": "https://a.example,ftp://b.example"}, "ORIGINS"),
        ({"ORIGINS": "https://a.example/path"}, "ORIGINS"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"STATE_TTL": "-1"}, "STATE_TTL"),
        ({"CEC_ENV": "production"}, "DATABASE_URL"),
        ({"CEC_ENV": "production", "DATABASE_URL": "postgresql://x"}, "ISSUER"),
        ({"TRUSTED_PROXIES": "10.0.0.5, proxy"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "10.0.0.5/8"}, "TRUSTED_PROXIES"),
        ({"MAIL_URL": "mail.example.kg"}, "MAIL_URL"),
        ({"MAIL_URL": "smtp://mail.example.kg:post"}, "MAIL_URL"),
        ({"MAIL_URL": "smtp://user:secret@mail.example.kg"}, "MAIL_PASSWORD_FILE"),
        ({"MAIL_URL": "smtp://mail.example.kg"}, "MAIL_FROM"),
        ({"MAIL_URL": "smtp://mail.example.kg", "MAIL_FROM": "the Commission"}, "MAIL_FROM"),
        ({"MAIL_URL": "smtps://u@mail.example.kg", "MAIL_FROM": "a@example.kg"}, "MAIL_PASSWORD_FILE"),
        ({"MAIL_PASSWORD_FILE": "/nonexistent/password"}, "MAIL_PASSWORD_FILE"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(environ: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environ(environ)
    assert named in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_the_demo_needs_no_settings(tmp_path: Path) -> None:
    settings = Settings.from_environ({"DATA_DIR": str(tmp_path)})
    assert settings.origins == ("http://localhost:8080",) == (settings.issuer,)
    assert settings.published_dir.is_relative_to(tmp_path)


def test_socket_paths_fit_the_kernel_s_limit_even_under_a_deep_data_directory(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    settings = Settings.from_environ({"DATA_DIR": str(deep)})
    for path in (settings.signer_socket, settings.publisher_socket, settings.events_socket):
        assert len(str(path)) < 108
