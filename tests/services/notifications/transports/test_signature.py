"""What the receiving side finds when it checks a signature."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import aiosmtpd
import dkim
import pytest
from dkim.crypto import parse_pem_private_key

from services.notifications.calendar.mime import MailParts, assemble
from services.notifications.transports.signature import signing
from shared.settings import Settings, SettingsError, load

KEY = Path(aiosmtpd.__file__).parent / "tests" / "certs" / "server.key"


def mail(**more: object) -> bytes:
    parts = {
        "from_email": "kierros@example.org", "from_name": "Työhyvinvointi",
        "to_email": "anna@example.org", "to_name": "Åsa",
        "subject": "Sinulla on paikka: Laatu ja turvallisuus", "date": datetime(2027, 1, 11, tzinfo=UTC),
        "message_id": "<one@example.org>", "text": "Hei", "html": "<p>Hei</p>",
        "list_unsubscribe": "https://kierros.example.org/unsubscribe/x", "one_click": True,
    }  # fmt: skip
    return assemble(MailParts(**{**parts, **more}))  # type: ignore[arg-type]


def settings(**more: object) -> Settings:
    return Settings(secret_key="x" * 40, mail_from="Kierros <kierros@example.org>", **more)  # type: ignore[arg-type]


def in_dns(name: bytes, timeout: int = 5) -> bytes:
    """What stands under the selector's name, for the only name that there is."""
    if name.rstrip(b".") != b"kierros._domainkey.example.org":
        return b""
    key = parse_pem_private_key(KEY.read_bytes())
    numbers = _sequence(_integer(key["modulus"]) + _integer(key["publicExponent"]))
    rsa = bytes.fromhex("300d06092a864886f70d0101010500")
    public = _sequence(rsa + b"\x03" + _length(numbers, 1) + b"\x00" + numbers)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def _length(content: bytes, more: int = 0) -> bytes:
    """As DER writes it (X.690 section 8.1.3)."""
    size = len(content) + more
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([size]) if size < 128 else bytes([0x80 | len(digits)]) + digits


def _sequence(content: bytes) -> bytes:
    return b"\x30" + _length(content) + content


def _integer(value: int) -> bytes:
    digits = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\x02" + _length(digits) + digits


def test_signature_is_good_for_the_domain_that_the_mail_is_from() -> None:
    signed = signing(settings(dkim_key_file=KEY))(mail())
    assert signed.endswith(mail())
    assert dkim.verify(signed, dnsfunc=in_dns)
    head = signed.partition(b"\r\n\r\n")[0]
    assert b"d=example.org" in head
    assert b"s=kierros" in head


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Sinulla on paikka", b"Sinulla ei ole paikkaa"),
        (b"anna@example.org", b"eve@example.org"),
        (b"unsubscribe/x", b"unsubscribe/y"),
        (base64.b64encode(b"Hei\r\n"), base64.b64encode(b"Huu\r\n")),
    ],
)
def test_whoever_changes_the_mail_on_its_way_breaks_the_signature(before: bytes, after: bytes) -> None:
    signed = signing(settings(dkim_key_file=KEY))(mail())
    assert before in signed
    assert not dkim.verify(signed.replace(before, after), dnsfunc=in_dns)


def test_without_a_key_mails_go_as_they_are() -> None:
    assert signing(settings())(mail()) == mail()


@pytest.fixture
def wrong_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.write_text("-----BEGIN CERTIFICATE-----")
    return path


def test_key_that_is_none_is_said_at_the_start(wrong_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIERROS_DKIM_KEY_FILE", str(wrong_file))
    with pytest.raises(SettingsError, match=r"KIERROS_DKIM_KEY_FILE: .* holds no private key"):
        load()
    monkeypatch.setenv("KIERROS_DKIM_KEY_FILE", str(wrong_file.with_name("missing")))
    with pytest.raises(SettingsError, match="can't be read"):
        load()
