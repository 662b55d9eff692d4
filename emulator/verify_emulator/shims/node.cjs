// Loaded into every Node program below `verify-emulator exec`: TLS connections to Twilio's hosts for Verify go to the
// emulator, whatever makes them (https, fetch, axios). Its certificate is checked as ever: see NODE_EXTRA_CA_CERTS.
"use strict";

const TWILIO = /^(verify|api)(\.[a-z0-9-]+){0,2}\.twilio\.com\.?$/i;
const address = /^\[?([^\]]+)\]?:(\d+)$/.exec(process.env.VERIFY_EMULATOR_TLS_ADDRESS ?? "");

if (address) {
  const tls = require("node:tls");
  const plain = tls.connect;

  // connect(options[, callback]) or connect(port[, host][, options][, callback])
  const optionsOf = (words) => {
    const options = words.find((word) => typeof word === "object" && word !== null) ?? {};
    if (typeof words[0] === "object") return options;
    return { port: words[0], ...(typeof words[1] === "string" && { host: words[1] }), ...options };
  };

  tls.connect = function connect(...words) {
    const options = optionsOf(words);
    const isElsewhere = options.socket || options.path || Number(options.port) !== 443 || !TWILIO.test(options.host);
    if (isElsewhere) return plain.apply(this, words);
    const local = { servername: options.host, ...options, host: address[1], port: Number(address[2]) };
    local.servername ||= options.host;
    return plain.call(this, local, words.find((word) => typeof word === "function"));
  };

  require("node:module").syncBuiltinESMExports(); // for those who import { connect }
}
