/**
 * Who may talk to the dashboard. On loopback: whoever sits at the machine; the Host header is looked at, so that a page
 * of some other site, whose name was made to point here, is refused. Elsewhere: whoever has the token that was printed.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** What is done with a request before anybody looks at what it asks for. */
export type Verdict = 'welcome' | 'remember' | 'refused';

export class Guard {
  /** What a stranger has to know; undefined on loopback. */
  readonly token: string | undefined;
  private readonly host: string;

  constructor(host: string) {
    this.host = host;
    this.token = isLoopback(host) ? undefined : randomBytes(18).toString('base64url');
  }

  /** 'remember': the token came in the address; a cookie is to keep it. */
  judge(request: IncomingMessage, url: URL): Verdict {
    if (this.token === undefined) return this.isNamedRight(request) ? 'welcome' : 'refused';
    if (isSame(url.searchParams.get('token'), this.token)) return 'remember';
    return isSame(cookieOf(request), this.token) ? 'welcome' : 'refused';
  }

  /** The header that keeps the token in the browser. */
  get cookie(): string {
    return `${cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  private isNamedRight({ headers }: IncomingMessage): boolean {
    const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    return loopbackNames.includes(name) || name === this.host;
  }
}

const cookieName = 'openbrain-token';

function cookieOf({ headers }: IncomingMessage): string | null {
  const cookies = (headers.cookie ?? '').split(';').map(pair => pair.trim().split('='));
  return cookies.find(([name]) => name === cookieName)?.[1] ?? null;
}

/** Compares in a time that does not depend on where the difference is. */
function isSame(given: string | null, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== null && timingSafeEqual(digest(given), digest(wanted));
}
