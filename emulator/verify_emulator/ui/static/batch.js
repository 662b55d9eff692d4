// However many events come in, the page asks for news ten times a second at most, and never twice at once.

const PAUSE = 100;

/**
 * @template T
 * @param {(batch: T[]) => Promise<void>} work
 * @returns {(item: T) => void}
 */
export function inBatches(work) {
  /** @type {T[]} */
  let waiting = [];
  let running = false;

  async function run() {
    running = true;
    while (waiting.length) {
      const batch = waiting;
      waiting = [];
      try {
        await work(batch);
      } catch (error) {
        console.warn("The inbox could not be brought up to date:", error.message);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    running = false;
  }

  return (item) => {
    waiting.push(item);
    if (!running) run();
  };
}
