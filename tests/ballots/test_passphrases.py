"""Six words each, two of three tellers, and five wrong tries."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import log2
from pathlib import Path

import pytest

from motionflow.ballots import passphrases, sealing
from motionflow.ballots.keyring import Keyring, KeysGone, MustWait, PublicKeys
from motionflow.ballots.passphrases import WORDS, Wrapped, WrongPassphrase

NOW = datetime(2027, 3, 13, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keyring, PublicKeys, dict[int, str]]:
    ring, keys = Keyring.make(tmp_path_factory.mktemp("keys"))
    return ring, keys, {teller: ring.passphrase_of(teller) or "" for teller in passphrases.TELLERS}


def test_six_words_are_sixty_random_bits_at_least() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 1024
    assert 6 * log2(len(WORDS)) >= 60
    assert all(word.isascii() and word.isalpha() and word.islower() and len(word) >= 3 for word in WORDS)
    assert len(passphrases.make_passphrase().split()) == 6


def test_a_try_is_made_dear_and_only_tests_make_it_cheap() -> None:
    said = "from motionflow.ballots import passphrases; print(passphrases.COST)"
    asked = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)

    assert int(asked.stdout) == 2**15
    assert passphrases.COST < 2**15


def test_what_was_wrapped_opens_when_a_try_has_become_dearer_and_so_does_what_was_before_it_was_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phrases = ["en", "to", "tre"]
    cheap = [each.as_json() for each in passphrases.wrap(b"the key", phrases)]
    monkeypatch.setattr(passphrases, "COST", 2**15)
    first = [each.as_json() for each in passphrases.wrap(b"the key", phrases)]
    for each in first:
        del each["cost"]
    monkeypatch.setattr(passphrases, "COST", 2**4)

    for kept in (cheap, first):
        wrapped = [Wrapped.from_json(each) for each in kept]
        assert passphrases.unwrap(wrapped, {1: "en", 3: "tre"}) == b"the key"


def test_any_two_tellers_open_the_sealing_key(made: tuple[Keyring, PublicKeys, dict[int, str]]) -> None:
    ring, keys, phrases = made

    for pair in combinations(phrases, 2):
        opened = ring.unwrap({teller: phrases[teller] for teller in pair}, at=NOW)
        assert sealing.public_bytes(opened.public_key()) == keys.sealing


def test_capitals_hyphens_and_spaces_are_forgiven(made: tuple[Keyring, PublicKeys, dict[int, str]]) -> None:
    ring, keys, phrases = made
    sloppy = {1: phrases[1].upper().replace(" ", "-"), 3: f"  {phrases[3].replace(' ', ',  ')}. "}

    assert sealing.public_bytes(ring.unwrap(sloppy, at=NOW).public_key()) == keys.sealing


@pytest.mark.parametrize("tellers", [(), (1,), (1, 2, 3), (1, 4)])
def test_one_teller_alone_opens_nothing(
    made: tuple[Keyring, PublicKeys, dict[int, str]], tellers: tuple[int, ...]
) -> None:
    ring, _, phrases = made

    with pytest.raises(WrongPassphrase):
        ring.unwrap({teller: phrases.get(teller, "") for teller in tellers}, at=NOW)
    ring.unwrap({1: phrases[1], 2: phrases[2]}, at=NOW)


def test_five_wrong_tries_wait_a_minute(made: tuple[Keyring, PublicKeys, dict[int, str]]) -> None:
    ring, keys, phrases = made
    right, wrong = {1: phrases[1], 2: phrases[2]}, {1: phrases[1], 2: phrases[3]}

    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            ring.unwrap(wrong, at=NOW)
    with pytest.raises(MustWait) as waiting:
        ring.unwrap(wrong, at=NOW)

    assert waiting.value.until == NOW + timedelta(minutes=1)
    with pytest.raises(MustWait):
        ring.unwrap(right, at=NOW + timedelta(seconds=59))
    opened = ring.unwrap(right, at=NOW + timedelta(seconds=60))
    assert sealing.public_bytes(opened.public_key()) == keys.sealing


def test_a_passphrase_lies_there_until_it_is_typed_in_right_and_no_longer(tmp_path: Path) -> None:
    ring, _ = Keyring.make(tmp_path)
    phrase = ring.passphrase_of(2) or ""

    assert ring.unconfirmed() == [1, 2, 3]
    assert not ring.confirm_passphrase(2, phrase + " adel")
    assert ring.confirm_passphrase(2, f" {phrase.title()} ")
    assert ring.unconfirmed() == [1, 3]
    assert ring.passphrase_of(2) is None
    assert not ring.confirm_passphrase(2, phrase)


def test_only_the_owner_reads_the_files(made: tuple[Keyring, PublicKeys, dict[int, str]]) -> None:
    ring, _, _ = made

    assert ring.folder.stat().st_mode & 0o077 == 0
    secret = [file for file in ring.folder.iterdir() if file.name != "lock"]
    assert [file.name for file in secret if file.stat().st_mode & 0o077] == []


def test_the_plain_sealing_key_is_in_no_file(made: tuple[Keyring, PublicKeys, dict[int, str]]) -> None:
    ring, _, phrases = made
    plain = sealing.private_bytes(ring.unwrap({1: phrases[1], 2: phrases[2]}, at=NOW))

    for file in ring.folder.iterdir():
        content = file.read_bytes()
        assert plain not in content, file.name
        assert plain.hex().encode() not in content, file.name


def test_destroyed_keys_are_gone(tmp_path: Path) -> None:
    ring, _ = Keyring.make(tmp_path)

    ring.destroy()

    assert list(tmp_path.iterdir()) == []
    assert not ring.is_whole(check_in=1)
    with pytest.raises(KeysGone):
        ring.unwrap({1: "a", 2: "b"}, at=NOW)
    with pytest.raises(KeysGone):
        ring.sign(b"")
    ring.destroy()
