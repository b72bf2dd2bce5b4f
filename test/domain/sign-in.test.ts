import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { randomSecrets } from '../../shared/adapters/secrets.ts';
import { proofOf } from '../../shared/app/sign-in/link-rights.ts';
import { browserOf } from '../../shared/domain/browser.ts';
import { isSameAddress, MailAddress } from '../../shared/domain/mail-address.ts';
import { Plan, parsePlan } from '../../shared/domain/plan.ts';
import { codeOfSecret, readCode, showCode } from '../../shared/domain/spoken-code.ts';
import { planFile } from '../support/office.ts';

describe('a mail address', () => {
  it('is compared without blanks around it, in small letters', () => {
    expect(MailAddress.parse(' CV.VHTT@Tay-Giang.example\n')).toBe('cv.vhtt@tay-giang.example');
    expect(isSameAddress('Cv.Vhtt@tay-giang.example', MailAddress.parse('cv.vhtt@tay-giang.example'))).toBe(true);
  });

  it('is nothing that a header could read as another header, name or second address', () => {
    const breaks = fc.constantFrom('\r\n', '\n', '\r', '\0', ',', ';', ' ', '<', '>', '\u2028', '\u0085');
    fc.assert(
      fc.property(breaks, fc.constantFrom('a', 'Bcc: x', 'x@y.example'), (between, after) => {
        expect(MailAddress.safeParse(`a@b.example${between}${after}`).success).toBe(false);
      }),
    );
  });
});

describe('the code of a browser', () => {
  it('is read back however it was typed, letters taken for digits included', () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        const code = codeOfSecret(sha256, secret);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
        for (const typed of [
          showCode(code),
          code.toLowerCase(),
          ` ${code} `,
          code.replaceAll('0', 'o').replaceAll('1', 'l'),
        ])
          expect(readCode(typed)).toBe(code);
      }),
    );
  });

  it('is not read from anything else', () => {
    for (const typed of ['', 'K7PM', 'K7PM-3XQDD', 'K7PM-3XQU', 'K7PM-3XQ!', '12345678901234567890'])
      expect(readCode(typed)).toBeUndefined();
  });
});

describe('a browser in words', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'chrome', 'windows'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 coc_coc_browser/126.0 Chrome/120.0 Safari/537.36',
      'coccoc',
      'windows',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0', 'edge', 'windows'],
    [
      'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 Zalo android/1234',
      'zalo',
      'android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile Safari/604.1',
      'safari',
      'iphone',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 CriOS/126 Mobile Safari/604.1',
      'chrome',
      'iphone',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'firefox', 'linux'],
    ['<script>alert(1)</script>', 'other', 'other'],
    ['', 'other', 'other'],
  ])('%s', (userAgent, name, system) => {
    expect(browserOf(userAgent)).toEqual({ name, system });
  });
});

describe('secrets', () => {
  it('are 256 bits for a link, 128 for a name, and six digits of which none is more likely', () => {
    expect(Buffer.from(randomSecrets.token(), 'base64url')).toHaveLength(32);
    expect(Buffer.from(randomSecrets.id(), 'base64url')).toHaveLength(16);
    const first = new Set(Array.from({ length: 400 }, () => randomSecrets.digits()[0]));
    expect(first.size).toBe(10);
    expect(randomSecrets.digits()).toMatch(/^\d{6}$/);
  });
});

describe('what acting on a stage takes', () => {
  const withProof = (proof: string): unknown =>
    JSON.parse(
      JSON.stringify(planFile('tay-giang-2021-2025')).replace(
        '"key":"appraisal"',
        `"key":"appraisal","proof":"${proof}"`,
      ),
    );

  it('is plan data: a session, or else a code; anything else is a fault of the plan, named by its path', () => {
    for (const proof of ['session', 'code']) expect(parsePlan(withProof(proof)).ok).toBe(true);
    expect(parsePlan(withProof('sms'))).toMatchObject({ ok: false, problems: [{ path: 'chain.stages[2].proof' }] });
  });

  it('is, where the plan says nothing, a code besides the link; and for the lock always', () => {
    const plan = Plan.parse(withProof('session'));
    const kinds = ['estimate', 'lock', 'synthesis', 'appraisal', 'approval'] as const;
    expect(kinds.map((kind) => proofOf(plan, { kind }))).toEqual(['code', 'code', 'code', 'session', 'code']);
  });
});
