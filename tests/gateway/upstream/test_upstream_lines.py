"""The client's own connections: used again, never for what nobody asked, closed when they must be."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from upstream_servers import OK_HEAD, speaking

from gateway.errors import SourceError, SourceMisconfigured, SourceUnavailable


async def failure(call):
    with pytest.raises(SourceError) as caught:
        await call
    return caught.value


ANSWER = OK_HEAD + b"Content-Length: 3\r\n\r\n"


def answering(*answers: bytes, close: bool = False):
    """Says these in turn, on whatever connection asks; the first request was read before."""
    left = list(answers)

    async def talk(reader, writer):
        while left:
            writer.write(left.pop(0))
            await writer.drain()
            if close or not await reader.read(10_000):
                return

    return talk


async def test_a_connection_serves_one_call_after_the_other(upstream):
    async with speaking(answering(ANSWER + b"[1]", ANSWER + b"[2]", ANSWER + b"[3]")) as service:
        client = upstream(service.base_url)
        assert [(await client.get("x", {"q": "é &"})).json() for _ in range(3)] == [[1], [2], [3]]
        assert service.calls == 1, "the helper counts connections"


async def test_a_connection_that_was_closed_while_it_rested_is_not_used(upstream, records):
    async with speaking(answering(ANSWER + b"[1]", ANSWER + b"[2]", close=True)) as service:
        client = upstream(service.base_url)
        assert (await client.get("x")).json() == [1]
        while client._transport._lines._resting[0].free:  # noqa: ASYNC110  # it has no event
            await asyncio.sleep(0)
        assert (await client.get("x")).json() == [2]
    assert [record.attempts for record in records] == [1, 1]


async def test_an_answer_that_nobody_asked_for_is_given_to_nobody(upstream):
    first = ANSWER + b"[1]" + ANSWER + b"[9]"
    async with speaking(answering(first, ANSWER + b"[2]")) as service:
        client = upstream(service.base_url)
        assert (await client.get("x")).json() == [1]
        assert (await client.get("x")).json() == [2]
        assert service.calls == 2


async def test_an_interim_answer_is_passed_over(upstream):
    async with speaking(answering(b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER + b"[1]")) as service:
        assert (await upstream(service.base_url).get("x")).json() == [1]


async def test_a_body_may_end_with_the_connection(upstream):
    async with speaking(answering(OK_HEAD + b"\r\n[1]", close=True)) as service:
        assert (await upstream(service.base_url).get("x")).json() == [1]


@pytest.mark.parametrize("headers", [{"X-Key": "a\r\nX-Other: b"}, {"X\nKey": "a"}])
async def test_a_header_cannot_end_itself(upstream, headers):
    with pytest.raises(ValueError, match="header"):
        await upstream("http://127.0.0.1:1/").get("x", headers=headers)


async def test_the_connections_end_with_the_session(upstream, session):
    async with speaking(answering(ANSWER + b"[1]", ANSWER)) as service:
        client = upstream(service.base_url)
        await client.get("x")
        assert client._transport._lines.resting == 1
        await session.close()
        await asyncio.wait_for(service.closed.wait(), 1)


def certificate(folder) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


async def test_only_a_certificate_that_is_trusted_will_do(upstream, tmp_path):
    async def talk(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER + b"[1]")

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=certificate(tmp_path))
    base = f"https://localhost:{server.sockets[0].getsockname()[1]}/"
    async with server:
        found = await failure(upstream(base).get("x"))
        assert type(found) is SourceMisconfigured
        client = upstream(base)
        client._transport._lines._tls = ssl.create_default_context(cafile=tmp_path / "both.pem")
        assert (await client.get("x")).json() == [1]
        client._transport._lines.close()


async def test_a_name_that_nobody_knows_is_unavailable_and_asked_once(upstream, records):
    assert type(await failure(upstream("http://nobody.invalid/").get("x"))) is SourceUnavailable
    assert [record.attempts for record in records] == [1]
