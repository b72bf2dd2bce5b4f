import dns from 'node:dns';
import net from 'node:net';

// Test setup: a connection or a name look-up beyond this machine fails the test that made it.

const loopback = new Set(['localhost', '127.0.0.1', '::1', '::ffff:127.0.0.1']);

const refuse = (host: string): never => {
  throw new Error(`A test tried to reach ${host}; tests talk to this machine's loopback only.`);
};

const hostOf = (args: readonly unknown[]): string => {
  const [first, second] = args;
  // Node's own net.connect hands Socket.connect its arguments already normalised, wrapped in an array.
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return 'localhost';
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  return typeof first === 'number' && typeof second === 'string' ? second : 'localhost';
};

const guard = <F extends (...args: never[]) => unknown>(original: F, host: (args: unknown[]) => string): F =>
  new Proxy(original, {
    apply(target, self, args: unknown[]) {
      const wanted = host(args);
      if (!loopback.has(wanted.replace(/^\[|\]$/g, ''))) refuse(wanted);
      const result: unknown = Reflect.apply(target, self, args);
      return result;
    },
  });

// oxlint-disable-next-line typescript/unbound-method -- the proxy applies it to the socket it was called on
net.Socket.prototype.connect = guard(net.Socket.prototype.connect, hostOf);
dns.lookup = guard(dns.lookup, ([host]) => (typeof host === 'string' ? host : 'localhost'));
dns.promises.lookup = guard(dns.promises.lookup, ([host]) => (typeof host === 'string' ? host : 'localhost'));
