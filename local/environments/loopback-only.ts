import dgram from 'node:dgram';
import net from 'node:net';

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket;

/** Thrown instead of connecting when code inside a function wants to leave this machine. */
export class ConnectRefused extends Error {
  constructor() {
    super('A function may connect to 127.0.0.1 only');
    this.name = 'ConnectRefused';
  }
}

/** Makes every TCP, TLS and HTTP connect of this thread fail unless it goes to 127.0.0.1; UDP and sockets by path too. */
export function allowLoopbackOnly(): void {
  const connect = net.Socket.prototype.connect as Connect;
  const guarded: Connect = function (this: net.Socket, ...args) {
    if (hostOf(args) !== '127.0.0.1') {
      throw new ConnectRefused();
    }
    return connect.apply(this, args);
  };
  net.Socket.prototype.connect = guarded;
  const refuse = (): never => {
    throw new ConnectRefused();
  };
  dgram.Socket.prototype.send = refuse;
  dgram.Socket.prototype.connect = refuse;
}

/** Reads the host out of the argument forms of `socket.connect`; net passes an array it has normalized itself. */
function hostOf(args: readonly unknown[]): unknown {
  const [first, second] = args;
  if (Array.isArray(first)) {
    return hostOf(first);
  }
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { readonly host?: unknown; readonly path?: unknown };
    return path === undefined || path === null ? host : undefined;
  }
  return typeof first === 'number' ? second : undefined;
}
