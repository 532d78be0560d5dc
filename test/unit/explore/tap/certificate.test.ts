import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { ownCertificate } from '../../../../src/explore/tap/certificate.ts';

for (const now of ['2030-02-28T12:00:00Z', '2049-12-31T23:00:00Z', '2060-01-01T00:00:00Z'])
  test(`a certificate made on ${now} is signed by itself, for loopback, and holds for a year`, () => {
    const nowMs = Date.parse(now);
    const { key, cert } = ownCertificate(nowMs);
    const read = new X509Certificate(cert);
    assert.ok(read.verify(read.publicKey));
    assert.ok(read.checkPrivateKey(createPrivateKey(key)));
    assert.equal(read.checkHost('localhost'), 'localhost');
    assert.equal(read.checkIP('127.0.0.1'), '127.0.0.1');
    assert.ok(Date.parse(read.validFrom) < nowMs && Date.parse(read.validTo) > nowMs + 300 * 86_400_000);
    assert.notEqual(read.serialNumber, new X509Certificate(ownCertificate(nowMs).cert).serialNumber);
  });
