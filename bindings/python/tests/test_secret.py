"""Secrets: nowhere in the clear."""

import copy
import pickle
import traceback
from pathlib import Path

import pytest

import rtx
import rtx.emulator


def test_no_text_of_it_shows_it() -> None:
    secret = rtx.Secret("s3cret-word")
    told = [repr(secret), str(secret), f"{secret}", f"{secret:>9}", "%s" % secret, repr([secret])]
    assert not any("s3cret" in text for text in told)
    assert secret.reveal() == "s3cret-word"


def test_pickling_is_refused() -> None:
    with pytest.raises(TypeError, match="Secret.env"):
        pickle.dumps(rtx.Secret("s3cret-word"))


def test_reference_travels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("from-file\n")
    path.chmod(0o600)
    monkeypatch.setenv("RTX_TEST_PASSWORD", "from-env")
    for secret, text in (
        (rtx.Secret.env("RTX_TEST_PASSWORD"), "from-env"),
        (rtx.Secret.file(path), "from-file"),
    ):
        raw = pickle.dumps(secret)
        assert text.encode() not in raw
        assert pickle.loads(raw).reveal() == text
        assert copy.deepcopy(secret).reveal() == text


def test_file_that_others_may_read(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("from-file\n")
    path.chmod(0o644)
    with pytest.raises(PermissionError):
        rtx.Secret.file(path).reveal()


def test_environment_variable_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RTX_NOT_THERE", raising=False)
    with pytest.raises(LookupError, match="RTX_NOT_THERE"):
        rtx.Secret.env("RTX_NOT_THERE").reveal()


def test_equality() -> None:
    assert rtx.Secret("a") == rtx.Secret("a")
    assert rtx.Secret("a") != rtx.Secret("b")
    assert rtx.Secret("a") != "a"
    assert len({rtx.Secret("a"), rtx.Secret("a")}) == 1


def test_options_do_not_show_it() -> None:
    options = rtx.Options("telnet://192.0.2.1", login_password="s3cret-word")
    assert "s3cret" not in repr(options)


def test_wrong_password_is_in_no_traceback(fake: rtx.emulator.Emulator) -> None:
    secret = "-".join(["s3cret", "word"])  # a traceback shows its source
    with pytest.raises(rtx.LoginError) as failed:
        rtx.connect(fake.telnet, login_password=rtx.Secret(secret))
    told = "".join(traceback.format_exception(None, failed.value, failed.value.__traceback__))
    assert secret not in told
    assert failed.value.name == "LOGIN"


def test_transcript_and_plan_hide_passwords(
    fake: rtx.emulator.Emulator, tmp_path: Path
) -> None:
    transcript = tmp_path / "transcript"
    with fake.connect(transcript=transcript) as router:
        plan = router.plan("pp select 1\n pp auth myname user s3cret-word\n")
        assert "s3cret" not in repr(plan) + str(plan)
        assert pickle.loads(pickle.dumps(plan)) == plan
        result = router.deploy("pp select 1\n pp auth myname user s3cret-word\n")
    assert "s3cret" not in repr(result)
    assert "s3cret-word" in fake.running
    told = transcript.read_text()
    assert "pp auth myname user ***" in told
    assert "s3cret" not in told and "login-pass" not in told
