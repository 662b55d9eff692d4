// The screen Requests.

import { startBoard } from "./board.js";
import { startFrame } from "./frame.js";

startFrame();
startBoard({ request: () => "rows", cleared: () => "all" });
