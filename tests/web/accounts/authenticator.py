"""A passkey in software: what a phone does when a page asks it to make or to use one."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT, HAS_CREDENTIAL = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


@dataclass
class Authenticator:
    """One key for one host; `counter` grows with each use."""

    origin: str = "http://testserver"
    counter: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """The answer to `ask_to_create`."""
        asked = json.loads(options)
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        data = AuthenticatorData.create(
            sha256(asked["rp"]["id"].encode()), PRESENT | HAS_CREDENTIAL, 0, bytes(credential)
        )
        attestation = AttestationObject.create("none", data, {})
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", asked),
                "attestationObject": bytes(attestation),
            }
        )

    def use(self, options: str) -> str:
        """The answer to `ask_to_sign`."""
        asked = json.loads(options)
        self.counter += 1
        data = AuthenticatorData.create(sha256(asked["rpId"].encode()), PRESENT, self.counter)
        client_data = self._client_data("webauthn.get", asked)
        signed = self.key.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": client_data,
                "authenticatorData": bytes(data),
                "signature": signed,
            }
        )

    def _client_data(self, kind: str, asked: dict[str, str]) -> CollectedClientData:
        return CollectedClientData.create(kind, asked["challenge"], self.origin)

    def _answer(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {key: websafe_encode(value) for key, value in response.items()},
                "clientExtensionResults": {},
            }
        )
