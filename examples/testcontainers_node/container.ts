// Starts the emulator in a container, and tells whether there is an engine that can.

import { GenericContainer, type StartedTestContainer, Wait, getContainerRuntimeClient } from "testcontainers";

const PORT = 8739;

export function startEmulator(): Promise<StartedTestContainer> {
  return new GenericContainer("twilio-verify-emulator")
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp("/_emulator/health", PORT))
    .start();
}

/** Where it is for the tests: Testcontainers publishes it on a free port. */
export function addressOf(container: StartedTestContainer): [host: string, port: number] {
  return [container.getHost(), container.getMappedPort(PORT)];
}

export async function hasEngine(): Promise<boolean> {
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}
